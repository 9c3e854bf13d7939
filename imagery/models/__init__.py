from imagery.models.placeholder import PartSighting, SourcePlaceholder
from imagery.models.probe import SourceProbe
from imagery.models.segmentation import TileSegmentation
from imagery.models.source import ImagerySource
from imagery.models.tile import Tile

__all__ = ["ImagerySource", "PartSighting", "SourcePlaceholder", "SourceProbe", "Tile", "TileSegmentation"]
