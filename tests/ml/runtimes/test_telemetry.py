import subprocess
import sys

PROGRAM = """
import sys
from ml.runtimes.on_openvino import load_openvino

openvino = load_openvino()
import openvino.tools.ovc as converter

print(type(converter.telemetry).__module__, openvino.convert_model.__name__, hasattr(openvino, "opset8"))
print([name for name, module in sys.modules.items() if name.startswith("openvino_telemetry") and module])
"""


def test_openvino_is_loaded_without_what_reports_to_its_maker() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert printed == ["openvino.tools.ovc.telemetry_stub convert_model True", "[]"]
