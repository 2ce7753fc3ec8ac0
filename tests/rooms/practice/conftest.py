from tests.rooms.insights.conftest import told

__all__ = ["told"]
