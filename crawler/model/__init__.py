"""The nouns, in the order a link meets them.

Each is frozen, slotted and built by keyword. A stage takes some of them and returns new ones; nobody writes on a
value. Facts (`Observation`, `Metadata`) carry no judgement; judgements (`Verdict`, `Freshness`, `Fix`) are computed
from facts alone and can be thrown away at any time.
"""

from crawler.model.delivery import (
    Concern,
    Diagnostic,
    Findings,
    Offer,
    Offered,
    Place,
    Rule,
    Severity,
    Sighting,
    Trust,
)
from crawler.model.facts import (
    Choice,
    Decision,
    ErrorKind,
    History,
    Observation,
    Redirect,
    Run,
    Testimony,
    Witness,
)
from crawler.model.hits import Hit, Hits
from crawler.model.judgements import (
    Event,
    Fix,
    Freshness,
    Health,
    Judged,
    Report,
    Safety,
    State,
    Suspicion,
    Verdict,
    known,
)
from crawler.model.links import Document, Evergreen, Ignore, Link, LinkKind, Problem, Scheme, Target
from crawler.model.metadata import ARCHIVE, PAGE, VOICES, Kind, Metadata, merged

__all__ = [
    "ARCHIVE",
    "PAGE",
    "VOICES",
    "Choice",
    "Concern",
    "Decision",
    "Diagnostic",
    "Document",
    "ErrorKind",
    "Event",
    "Evergreen",
    "Findings",
    "Fix",
    "Freshness",
    "Health",
    "History",
    "Hit",
    "Hits",
    "Ignore",
    "Judged",
    "Kind",
    "Link",
    "LinkKind",
    "Metadata",
    "Observation",
    "Offer",
    "Offered",
    "Place",
    "Problem",
    "Redirect",
    "Report",
    "Rule",
    "Run",
    "Safety",
    "Scheme",
    "Severity",
    "Sighting",
    "State",
    "Suspicion",
    "Target",
    "Testimony",
    "Trust",
    "Verdict",
    "Witness",
    "known",
    "merged",
]
