"""Every room keeps the house's contract: the same file names mean the same thing everywhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from helpers.runs import ROOT

import guards  # isort: skip - beside this file

SOURCE = ROOT / "src" / "lindra"
