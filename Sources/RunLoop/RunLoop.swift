package import Timekeeping

/// placeholder
