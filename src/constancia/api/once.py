"""Doing an act once however often it is asked for: a program that got no answer may send the same request again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from constancia.api.access import Request
from constancia.api.models import Answered
from constancia.api.refusals import KEY_REUSED
from constancia.api.shapes import Written
from constancia.core.refusals import Refused
from constancia.ledger.sequence import writing

KEPT = timedelta(days=1)
"""How long an answer is remembered."""


def once(request: Request, key: str | None, do: Callable[[], Written]) -> Written:
    """Return what `do` answers; under a key that the account used before, what was answered then, without doing it again.

    The act and the memory of it commit together. A request that was refused is not remembered: it did nothing. Refuses
    `api.key_reused` when the key came with another request.
    """
    if not key:
        return do()
    now = datetime.now(UTC)
    asked = sha256(b"\n".join([(request.method or "").encode(), request.path.encode(), request.body])).hexdigest()
    with writing():
        Answered.objects.filter(at__lt=now - KEPT).delete()
        known = Answered.objects.filter(user=request.actor.id, key=key).first()
        if known is None:
            answer = do()
            Answered.objects.create(
                user=request.actor.id, key=key, request=asked, answer=answer.model_dump_json(), at=now
            )
            return answer
        if known.request != asked:
            raise Refused([KEY_REUSED(field="Idempotency-Key")])
        return Written.model_validate_json(known.answer)
