"""The three statutory tables of a document → every cell of the form, each with its state.

Read in the order of the work: `rows` (print → runs of figures with the words around them),
`labels` and `align` (which row of the form each run is), `columns` and `readings` (which figure
stands in which column), `settle` (what arithmetic decides where print leaves a doubt), `cells`,
`disputes` and `extract` (the cells of the whole form).
"""

from index.tables.extract import Extraction, extract_cells

__all__ = ["Extraction", "extract_cells"]
