from labeling.models.consensus import Consensus
from labeling.models.contributors import Contributor, Event, Participation, Team
from labeling.models.gold import GoldAnswer, GoldCrop
from labeling.models.imported import ImportedAnswer
from labeling.models.knowledge import KnowledgeFile, KnownPlace, PlaceOnTile
from labeling.models.ratings import TileRating
from labeling.models.skills import Crowd, ExclusionEntry, Skill
from labeling.models.tiles import Assignment, LabelTile, Reason
from labeling.models.transfers import LabelExport, LabelImport
from labeling.models.tutorial import TutorialStep
from labeling.models.votes import WITHDRAWN, Answer, Vote

__all__ = [
    "WITHDRAWN",
    "Answer",
    "Assignment",
    "Consensus",
    "Contributor",
    "Crowd",
    "Event",
    "ExclusionEntry",
    "GoldAnswer",
    "GoldCrop",
    "ImportedAnswer",
    "KnowledgeFile",
    "KnownPlace",
    "LabelExport",
    "LabelImport",
    "LabelTile",
    "Participation",
    "PlaceOnTile",
    "Reason",
    "Skill",
    "Team",
    "TileRating",
    "TutorialStep",
    "Vote",
]
