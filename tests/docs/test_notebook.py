"""The notebook runs from top to bottom, and shows the gaps that are known."""

import json
from decimal import Decimal
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.docs.blocks import ROOT

NOTEBOOK = ROOT / "notebooks" / "what-if.ipynb"
GAPS = {
    "As published": ["0", "0", "0", "0"],
    "Before rephasing": ["-499000", "0", "0", "0"],
    "Children's centres rephased": ["0", "0", "0", "0"],
    "School improvement slips": ["425000", "0", "0", "0"],
    "Music service kept": ["40000", "110000", "180000", "362000"],
    "Hard times": ["575600.00", "1188446.00", "2771480.46", "4472645.27"],
}


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook after every cell has run, with one more that tells its gaps."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    told = "import json; print(json.dumps(gaps.astype(str).T.to_dict('list')))"
    notebook.cells.append(nbformat.v4.new_code_cell(told))  # type: ignore[no-untyped-call]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        patch.setenv("PYTHONPATH", str(ROOT))
        client = NotebookClient(
            notebook,
            timeout=120,
            kernel_name="python3",
            resources={"metadata": {"path": str(NOTEBOOK.parent)}},
        )
        return client.execute()


def test_it_is_kept_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["outputs"] for cell in code] == [[]] * len(code)
    assert {cell["execution_count"] for cell in code} == {None}


def test_the_gaps(executed: Any) -> None:
    (printed,) = executed.cells[-1].outputs
    found = {title: list(map(Decimal, gaps)) for title, gaps in json.loads(printed.text).items()}
    assert found == {title: list(map(Decimal, gaps)) for title, gaps in GAPS.items()}


def test_results_show_as_tables(executed: Any) -> None:
    shown = [output.data["text/html"] for cell in executed.cells[:-1] for output in cell.get("outputs", ())]
    assert len(shown) == len([cell for cell in executed.cells[:-1] if cell.cell_type == "code"]) - 1
    assert "2014/15 does not balance: £425,000 still to find." in shown[1]
    assert "one service has a net budget and no gap" in shown[3]
    assert "Total reserves" in shown[4]
    assert 'src="data:image/png;base64,' in shown[5]
    assert "Base net budget" in shown[5].partition("<table>")[2]
