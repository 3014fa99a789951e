"""What is compiled beforehand is all that is compiled: no later question finds a loop for other types of arguments."""

import json
import subprocess
import sys

import pytest

#: Asks in a process of its own, since others have compiled more; prints the loops that were compiled for a question.
ASKING = """
import json, sys
from numba.core.registry import CPUDispatcher
from oncegraph.queries.compiling import compile_all
from oncegraph.queries.change.impact import KINDS, impact_of
from oncegraph.queries.change.next_best import next_best_and_optimum
from oncegraph.queries.exemption.analysis import Analysis
from oncegraph.queries.exemption.explanation import explain
from oncegraph.queries.exemption.remaining import remaining
from oncegraph.schema.gain import Measure
from oncegraph.schema.next_best import CandidateKind
from oncegraph.schema.remaining import SubjectFile
from tests.support.examples.cities import analysis_of

def compiled():
    return {
        f"{name}.{loop}": len(found.signatures)
        for name, module in sys.modules.items() if name.startswith("oncegraph.queries.exemption.kernel.")
        for loop, found in vars(module).items() if isinstance(found, CPUDispatcher)
    }

compile_all()
before = compiled()
for seed in range(3):
    analysis = analysis_of(seed)
    for kind, method in (("Situation", analysis.situation), ("Item", analysis.item)):
        for code in analysis.catalogue.codes[kind]:
            method(code)
    analysis.form_counts
    for code in analysis.catalogue.codes["Situation"]:
        explain(analysis, code)
        remaining(analysis, code, SubjectFile(fields={"F0": analysis.context.moment.date()}))
    for kind in KINDS:
        for code in analysis.catalogue.codes[kind][:3]:
            impact_of(analysis, kind, code)
    for by in Measure:
        next_best_and_optimum(analysis, tuple(CandidateKind), by, 3, {}, 2, True, False)
print(json.dumps({name: many for name, many in compiled().items() if many != before.get(name)}))
print(json.dumps(sum(before.values())))
"""


@pytest.mark.process
def test_no_question_compiles_what_was_not_compiled_beforehand() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKING], capture_output=True, text=True, check=True, timeout=600
    ).stdout
    late, loops = map(json.loads, told.splitlines())
    assert late == {}
    assert loops > 0
