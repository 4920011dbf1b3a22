"""The larger pictures, one a file: its rows, how it is drawn, and its table. Pure; ``charts.Figure`` makes them."""
