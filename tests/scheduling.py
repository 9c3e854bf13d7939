"""For runs over several processes: a file's tests share one process, and so do all that load TensorFlow.

To import it takes seconds and a gigabyte, and the weights that these tests share are drawn once a process.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

TENSORFLOW = ("tests/ml/test_resnet50.py", "tests/ml/runtimes/")


class OneProcessForTensorFlow(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return "tensorflow" if nodeid.startswith(TENSORFLOW) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    return OneProcessForTensorFlow(config, log)
