from detection.training.services.start_training import start_training

__all__ = ["start_training"]
