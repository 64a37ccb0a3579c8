"""The plan editor below an answer: the plan's parts as fields."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.page import planner
from assistant.page.chat import Conversation
from assistant.page.desk import Desk
from assistant.page.texts import say
from assistant.page.ui import CLOSE_SIDE, PRIVATE, i18n
from assistant.plan import Plan
from index.errors import PlanError


class Editor:
    """Fields in the order of `planner.Fields`, after the number of the turn they change."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.turn = gr.State(None)
        with gr.Group(visible=False, elem_id="editor") as self.box:
            self.head = gr.Markdown(i18n("editor"), elem_id="editor-head")
            with gr.Row():
                self.bodies = self._many("bodies", "edit-bodies")
                self.regions = self._many("regions", "edit-regions")
            with gr.Row():
                self.types = self._many("body_types", "edit-types")
                self.years = self._many("years", "edit-years")
            self.measures = self._many("measure", "edit-measures")
            with gr.Row():
                self.condition = gr.Dropdown(
                    label=i18n("condition_measure"), elem_id="edit-condition", min_width=150
                )
                choices = [(label, op) for op, label in planner.OPERATORS.items()]
                self.op = gr.Dropdown(
                    choices, label=i18n("condition_op"), elem_id="edit-op", min_width=90
                )
                self.value = gr.Number(
                    label=i18n("condition_value"), elem_id="edit-value", min_width=80
                )
                self.high = gr.Number(
                    label=i18n("condition_high"), elem_id="edit-high", min_width=80
                )
            with gr.Row():
                orders = [(i18n(f"order_{key or 'none'}"), key) for key in ("", "desc", "asc")]
                self.order = gr.Radio(orders, label=i18n("order"), elem_id="edit-order")
                self.limit = gr.Number(
                    label=i18n("limit"), precision=0, minimum=0, elem_id="edit-limit"
                )
            with gr.Row(elem_id="editor-end"):
                self.run = gr.Button(i18n("run"), variant="primary", size="sm", elem_id="edit-run")
                cancel = gr.Button(i18n("cancel"), size="sm")
        cancel.click(lambda: gr.Group(visible=False), None, self.box, **PRIVATE)
        for press in (self.run, cancel):
            press.click(None, None, None, js=CLOSE_SIDE, **PRIVATE)

    @staticmethod
    def _many(key: str, elem_id: str) -> Any:
        return gr.Dropdown(label=i18n(key), multiselect=True, elem_id=elem_id, min_width=200)

    @property
    def _fields(self) -> list[Any]:
        return [
            self.bodies, self.regions, self.types, self.years, self.measures,
            self.condition, self.op, self.value, self.high, self.order, self.limit,
        ]  # fmt: skip

    @property
    def inputs(self) -> list[Any]:
        """What `plan` is given: the turn, then the fields."""
        return [self.turn, *self._fields]

    @property
    def outputs(self) -> list[Any]:
        """What `open` fills."""
        return [self.box, self.turn, *self._fields]

    def open(self, talk: Conversation, event: gr.EventData) -> list[Any]:
        """Show the plan of the clicked turn."""
        turn = int(event._data["turn"])
        answer = talk.turns[turn].answer
        if answer is None or not answer["plan"]:
            return [gr.skip()] * len(self.outputs)
        plan, held = Plan(**answer["plan"]), self.desk.assistant.held()
        now = planner.fields_of(plan)
        figure = plan.kind not in planner.NO_FIGURE
        measures = planner.measure_choices(plan)
        years = sorted({year for body in held.bodies for year in body.years} | set(now.years))
        types = sorted({body.body_type for body in held.bodies} | set(now.body_types))
        return [
            gr.Group(visible=True),
            turn,
            gr.Dropdown(planner.body_choices(held, plan), value=list(now.bodies)),
            gr.Dropdown(planner.region_choices(held), value=list(now.regions)),
            gr.Dropdown(types, value=list(now.body_types)),
            gr.Dropdown([(str(year), year) for year in years], value=list(now.years)),
            gr.Dropdown(measures, value=list(now.measures), visible=figure),
            gr.Dropdown([("—", ""), *measures], value=now.condition_measure, visible=figure),
            gr.Dropdown(value=now.op, visible=figure),
            gr.Number(value=now.value, visible=figure),
            gr.Number(value=now.high, visible=figure),
            gr.Radio(value=now.order, visible=figure),
            gr.Number(value=now.limit, visible=figure),
        ]

    def plan(self, talk: Conversation, turn: int, values: tuple[Any, ...], lang: str) -> Plan:
        """The plan that the fields now say; a message on the page where they make none."""
        bodies, regions, types, years, measures, condition, op, value, high, order, limit = values
        answer = talk.turns[turn].answer or {}
        fields = planner.Fields(
            bodies=tuple(bodies or ()),
            regions=tuple(regions or ()),
            body_types=tuple(types or ()),
            years=tuple(years or ()),
            measures=tuple(measures or ()),
            condition_measure=condition or "",
            op=op or "",
            value=value,
            high=high,
            order=order or "",
            limit=limit or None,
        )
        try:
            return planner.edited(Plan(**answer["plan"]), fields, self.desk.assistant.held())
        except PlanError as error:
            raise gr.Error(say(lang, "plan_wrong", error=error)) from error
