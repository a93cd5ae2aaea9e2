"""What a person can do about conditions, devices and findings; the only writers of these entries.

Every action takes `by` (who acts), `at` (when it happened) and `now` (when it is written), checks the permission first, then reads
the facts under the journal's pen, collects every refusal, and records.
"""
