"""Stand-ins for the heavy and the far-away parts: no TensorFlow, OpenCV or dlib behind them."""
