"""What the talk about reusable answers asks of the house, and what comes back."""

from msgspec import Struct


class Template(Struct, frozen=True):
    """A reusable answer of one office, by a short name. In its text `{nomor}` and the like stand for the ticket's."""

    name: str
    text: str


# ---- asked


class FindTemplates(Struct, frozen=True, tag="find_templates"):
    office: str


class KeepTemplate(Struct, frozen=True, tag="keep_template"):
    office: str
    template: Template


class DropTemplate(Struct, frozen=True, tag="drop_template"):
    office: str
    name: str


class FillTemplate(Struct, frozen=True, tag="fill_template"):
    """The template's words for one ticket."""

    office: str
    name: str
    number: str


TemplateAsked = FindTemplates | KeepTemplate | DropTemplate | FillTemplate


# ---- answered


class TemplatesFound(Struct, frozen=True, tag="templates_found"):
    """By name."""

    templates: tuple[Template, ...]


class TemplateKept(Struct, frozen=True, tag="template_kept"):
    name: str


class TemplateDropped(Struct, frozen=True, tag="template_dropped"):
    name: str


class TemplateFilled(Struct, frozen=True, tag="template_filled"):
    """Empty when there is none of that name."""

    text: str


TemplateEvent = TemplatesFound | TemplateKept | TemplateDropped | TemplateFilled
