"""Joining_Group of the letters of the Arabic script: which letters have one shape but for their dots. Generated.

Unicode 15.0.0, written by `tools/make_joining_groups.py`; do not edit. Code points are hexadecimal.
The data is © Unicode, Inc., under the Unicode License V3 (`tests/data/unicode/LICENSE`).
"""

JOINING_GROUPS = {
    "African_Feh": "08BB",
    "African_Noon": "08BD",
    "African_Qaf": "08BC 08C4",
    "Ain": "0639-063A 06A0 06FC 075D-075F 08B3 08C3",
    "Alef": "0622-0623 0625 0627 0671-0673 0675 0773-0774 0870-0882",
    "Beh": "0628 062A-062B 066E 0679-0680 0750-0756 08A0-08A1 08B6-08B8 08BE-08C0",
    "Burushaski_Yeh_Barree": "077A-077B",
    "Dal": "062F-0630 0688-0690 06EE 0759-075A 08AE",
    "Farsi_Yeh": "063D-063F 06CC 06CE 0775-0776",
    "Feh": "0641 06A1-06A6 0760-0761 08A4",
    "Gaf": "063B-063C 06A9 06AB 06AF-06B4 0762-0764 088D 08B0 08C2 08C8",
    "Hah": "062C-062E 0681-0687 06BF 0757-0758 076E-076F 0772 077C 088A 08A2 08C1 08C5-08C6",
    "Heh": "0647",
    "Heh_Goal": "06C1-06C2",
    "Kaf": "0643 06AC-06AE 077F 08B4",
    "Knotted_Heh": "06BE 06FF",
    "Lam": "0644 06B5-06B8 076A 08A6 08C7",
    "Meem": "0645 0765-0766 08A7",
    "Noon": "0646 06B9-06BC 0767-0769 0889",
    "Nya": "06BD",
    "Qaf": "0642 066F 06A7-06A8 08A5 08B5",
    "Reh": "0631-0632 0691-0699 06EF 075B 076B-076C 0771 08AA 08B2 08B9",
    "Rohingya_Yeh": "08AC",
    "Sad": "0635-0636 069D-069E 06FB 08AF",
    "Seen": "0633-0634 069A-069C 06FA 075C 076D 0770 077D-077E",
    "Straight_Waw": "08B1",
    "Swash_Kaf": "06AA",
    "Tah": "0637-0638 069F 088B-088C 08A3",
    "Teh_Marbuta": "0629 06C0 06D5",
    "Teh_Marbuta_Goal": "06C3",
    "Thin_Yeh": "0886",
    "Vertical_Tail": "088E",
    "Waw": "0624 0648 0676-0677 06C4-06CB 06CF 0778-0779 08AB",
    "Yeh": "0620 0626 0649-064A 0678 06D0-06D1 0777 08A8-08A9 08BA",
    "Yeh_Barree": "06D2-06D3",
    "Yeh_With_Tail": "06CD",
}
"""Joining_Group → its code points and ranges (DerivedJoiningGroup.txt)."""
