"""The statutory form as data: tables, rows, columns, official labels, aliases, identities.

Sources: 国办公开办函〔2021〕30号 (2021 form) and 国办公开办函〔2019〕60号 (2019 form), both
under《政府信息公开条例》 art. 50. Extraction, checks, question vocabulary, export headers and
display all read the form from here.
"""

from index.form.model import Axis, Form, Identity, Table
from index.form.versions import FORM_2019, FORM_2021, FORMS, TABLES, cell_label, split_key

__all__ = [
    "FORMS",
    "FORM_2019",
    "FORM_2021",
    "TABLES",
    "Axis",
    "Form",
    "Identity",
    "Table",
    "cell_label",
    "split_key",
]
