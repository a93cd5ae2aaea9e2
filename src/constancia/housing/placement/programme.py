"""A linear or mixed-integer programme, written column by column and solved by HiGHS."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
INFINITY = float(highspy.kHighsInf)
SHORTEST = 0.005
"""With fewer seconds left, nothing is solved any more."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The values of the columns, the dual values of the rows (of a linear programme only), the objective, the bound."""

    values: Reals
    duals: Reals
    objective: float
    bound: float


class Programme:
    """Minimise the costs of columns under rows; columns may be whole."""

    def __init__(self) -> None:
        self._row_lower: list[float] = []
        self._row_upper: list[float] = []
        self._cost: list[float] = []
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._whole: list[bool] = []
        self._entries: list[list[tuple[int, float]]] = []

    def row(self, lower: float, upper: float) -> int:
        """Add a row and return its number; columns added later enter it."""
        self._row_lower.append(lower)
        self._row_upper.append(upper)
        return len(self._row_lower) - 1

    def column(
        self, cost: float, upper: float, entries: Iterable[tuple[int, float]], *, whole: bool = False, lower: float = 0
    ) -> int:
        """Add a column with its entries (row, factor) and return its number."""
        self._cost.append(cost)
        self._lower.append(lower)
        self._upper.append(upper)
        self._whole.append(whole)
        self._entries.append(list(entries))
        return len(self._cost) - 1

    def enter(self, column: int, entries: Iterable[tuple[int, float]]) -> None:
        """Add entries to a column."""
        self._entries[column] += entries

    def _model(self, *, whole: bool) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._cost), len(self._row_lower)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = map(_floats, (self._cost, self._lower, self._upper))
        lp.row_lower_, lp.row_upper_ = _floats(self._row_lower), _floats(self._row_upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, self._entries)], dtype=np.int32)
        lp.a_matrix_.index_ = np.array([row for each in self._entries for row, _ in each], np.int32)
        lp.a_matrix_.value_ = _floats([value for each in self._entries for _, value in each])
        if whole:
            kinds = highspy.HighsVarType
            lp.integrality_ = [kinds.kInteger if each else kinds.kContinuous for each in self._whole]
        return lp

    def relaxed(self, deadline: float) -> Solution | None:
        """Solve without minding what is whole; None when the deadline (time.monotonic) came first."""
        solver = _solver(deadline)
        solver.setOptionValue("solver", "ipm")
        return self._solved(solver, whole=False)

    def best(self, deadline: float, *, gap: float, seed: int = 0) -> Solution | None:
        """Solve with whole columns until the relative gap is reached; None when nothing feasible was found."""
        solver = _solver(deadline)
        solver.setOptionValue("mip_rel_gap", gap)
        solver.setOptionValue("random_seed", seed)
        return self._solved(solver, whole=True)

    def _solved(self, solver: Any, *, whole: bool) -> Solution | None:
        if solver.getOptions().time_limit < SHORTEST:
            return None
        if not self._cost:
            return Solution(np.zeros(0), np.zeros(len(self._row_lower)), 0.0, 0.0)
        solver.passModel(self._model(whole=whole))
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        if not whole and solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = solver.getSolution()
        objective = float(info.objective_function_value)
        bound = float(info.mip_dual_bound) if whole else objective
        return Solution(np.array(found.col_value), np.array(found.row_dual), objective, bound)


def _floats(values: list[float]) -> Reals:
    return np.array(values, np.float64)


def _solver(deadline: float) -> Any:
    solver: Any = highspy._core._Highs()  # the public wrapper prints a banner on standard output, amid our JSON
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", max(0.0, deadline - time.monotonic()))
    return solver
