"""Subjects and moments as single whole numbers, so that sorting, merging and adding up run over plain arrays. Pure.

A key is a subject's number followed by a moment's place in time: keys of one subject stand together and in order. Real moments
take 51 bits and keep their distances; where they do not fit beside the subject, their ranks are taken instead.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from constancia.norms.facts.frames import ENDLESS

Ints = npt.NDArray[Any]


def column(frame: pl.DataFrame, name: str) -> Ints:
    """Return a column without blanks as an array."""
    return frame[name].to_numpy()


def keys(subjects: Sequence[Ints], moments: Sequence[Ints]) -> list[Ints]:
    """Return the keys of several arrays of moments, each with its subjects, comparable with one another.

    Distances within a subject are kept, but for a beginning that has always been, which is put just before the first real moment.
    """
    real = [_real(each) for each in moments]
    lowest = min((int(each.min()) for each in real if each.size), default=0) - 1
    highest = max((int(each.max()) for each in real if each.size), default=0)
    bits = (highest - lowest).bit_length()
    most = max((int(each.max()) for each in subjects if each.size), default=0)
    if bits + most.bit_length() > 62:
        return _ranked(subjects, moments)
    return [_key(subject, moment, lowest, bits) for subject, moment in zip(subjects, moments, strict=True)]


def _real(moments: Ints) -> Ints:
    """Return moments less the beginnings that have always been; without any, the very array, since copies cost most here."""
    return moments[moments > -ENDLESS] if moments.size and moments.min() == -ENDLESS else moments


def _key(subject: Ints, moment: Ints, lowest: int, bits: int) -> Ints:
    found = subject.astype(np.int64)
    found <<= bits
    found += np.maximum(moment - lowest, 0)
    return found


def _ranked(subjects: Sequence[Ints], moments: Sequence[Ints]) -> list[Ints]:
    known, places = np.unique(np.concatenate(moments), return_inverse=True)
    bits = len(known).bit_length()
    cuts = np.cumsum([len(each) for each in moments])[:-1]
    return [
        (subject.astype(np.int64) << bits) + place
        for subject, place in zip(subjects, np.split(places, cuts), strict=True)
    ]


def changes(*columns: Ints) -> Ints:
    """Return whether each row differs from the one before in any of some columns; the first does."""
    found = np.ones(len(columns[0]), dtype=bool)
    if len(found):
        found[1:] = False
        for each in columns:
            found[1:] |= each[1:] != each[:-1]
    return found


def found_places(codes: Ints) -> tuple[Ints, Ints]:
    """Return the different values of an array of whole numbers from nought, in order, and the place of each among them."""
    if not len(codes) or int(codes.max()) > MANY:
        known, places = np.unique(codes, return_inverse=True)
        return known, places
    there = np.zeros(int(codes.max()) + 1, dtype=bool)
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


MANY = 10**6
"""Up to this a table of all values is quicker than sorting them."""
