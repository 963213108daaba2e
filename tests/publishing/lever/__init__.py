"""Generated books as a release that levers read, and their scores by the recomputation that shares nothing with them."""
