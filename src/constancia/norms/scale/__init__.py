"""Facts too many for one judgement: judged part by part, in this process or on many machines, with the same verdicts."""
