#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the seed files of the fuzz targets (corpus/TARGET/*). Needs nothing but Python: the names
of PyTorch and NumPy that the pickles mention are stand-ins with the right module and name."""
import collections
import io
import json
import pathlib
import pickle
import struct
import sys
import types
import zipfile
import zlib

here = pathlib.Path(__file__).parent / "corpus"


def stand_in(module, name):
    """A function that pickles as the global `module.name`."""
    parts = module.split(".")
    for i in range(len(parts)):
        sys.modules.setdefault(".".join(parts[: i + 1]), types.ModuleType(".".join(parts[: i + 1])))

    def made(*_):
        raise AssertionError("never called")

    made.__module__, made.__name__, made.__qualname__ = module, name, name
    setattr(sys.modules[module], name, made)
    return made


class Call:
    """Pickles as function(*args) followed by BUILD with the state."""

    def __init__(self, function, args, state=None):
        self.reduced = (function, args) if state is None else (function, args, state)

    def __reduce__(self):
        return self.reduced


class Storage:
    def __init__(self, kind, key, count, data):
        self.id = ("storage", stand_in("torch", kind), key, "cpu", count)
        self.data = data


class Pickler(pickle.Pickler):
    legacy = False

    def persistent_id(self, value):
        if isinstance(value, Storage):
            return value.id + ((None,) if self.legacy else ())
        return None


def pickled(value, protocol=2, legacy=False):
    out = io.BytesIO()
    pickler = Pickler(out, protocol)
    pickler.legacy = legacy
    pickler.dump(value)
    return out.getvalue()


def save(target, name, content):
    folder = here / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


rebuild = stand_in("torch._utils", "_rebuild_tensor_v2")
rebuild_old = stand_in("torch._utils", "_rebuild_tensor")
parameter = stand_in("torch._utils", "_rebuild_parameter")
floats = Storage("FloatStorage", "0", 6, struct.pack("<6f", 1, 2, 3, 4, 5, 6))
count = Storage("LongStorage", "1", 1, struct.pack("<q", 7))


def state_dict():
    values = collections.OrderedDict()
    values["model.1.weight"] = Call(rebuild, (floats, 0, (2, 3), (3, 1), False, {}))
    values["model.1.bias"] = Call(rebuild_old, (floats, 1, (2,), (2,)))
    values["model.2.num"] = Call(parameter, (Call(rebuild, (count, 0, (), (), False, {})), True, {}))
    return values


def legacy(value, protocol=2):
    parts = [pickled(part, protocol, True) for part in (0x1950A86A20F9469CFC6C, 1001,
             {"protocol_version": 1001, "little_endian": True}, value, ["0", "1"])]
    for storage in (floats, count):
        parts += [struct.pack("<q", storage.id[4]), storage.data]
    return b"".join(parts)


def zipped(members, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def torch_seeds():
    for protocol in (0, 2, 4):
        save("torch_file", f"legacy{protocol}.pth", legacy(state_dict(), protocol))
    save("torch_file", "wrapped.pth", legacy({"epoch": 3, "state_dict": state_dict()}))
    pairs = Call(collections.OrderedDict, ([[k, v] for k, v in state_dict().items()],))
    save("torch_file", "pairs.pth", legacy(pairs))
    save("torch_file", "zip.pth", zipped({"archive/data.pkl": pickled(dict(state_dict())),
                                          "archive/data/0": floats.data,
                                          "archive/data/1": count.data,
                                          "archive/version": b"3\n"}))


def npy(descr, shape, content, version=1):
    text = str({"descr": descr, "fortran_order": False, "shape": shape}).encode()
    text += b" " * (63 - (10 + len(text)) % 64) + b"\n"
    return b"\x93NUMPY" + bytes((version, 0)) + struct.pack("<H", len(text)) + text + content


def npy_seeds():
    save("npy", "plain.npy", npy("<f4", (2, 2), struct.pack("<4f", 1, 2, 3, 4)))
    save("npy", "big.npy", npy(">i2", (3,), struct.pack(">3h", 1, -2, 3)))
    for module, protocol in (("numpy.core.multiarray", 2), ("numpy.core.multiarray", 3),
                             ("numpy._core.multiarray", 4)):
        reconstruct = stand_in(module, "_reconstruct")
        array, dtype = stand_in("numpy", "ndarray"), stand_in("numpy", "dtype")

        def pickled_array(shape, kind, data):
            order = "<" if kind == "f8" else "|"
            kind = Call(dtype, (kind, False, True), (3, order, None, None, None, -1, -1, 0))
            return Call(reconstruct, (array, (0,), b"b"), (1, shape, kind, False, data))

        table = {26: pickled_array((2, 1), "f8", struct.pack("<2d", 0.5, -0.25))}
        content = pickled(pickled_array((), "O8", [table]), protocol)
        save("npy", f"clusters-{module.split('.')[1]}-{protocol}.npy", npy("|O", (), content))


def safetensors():
    header = json.dumps({"__metadata__": {"format": "pt"},
                         "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
                         "b": {"dtype": "U8", "shape": [], "data_offsets": [8, 9]}}).encode()
    return struct.pack("<Q", len(header)) + header + struct.pack("<2fB", 1, 2, 3)


def manifest():
    return json.dumps({
        "format": 1, "id": "x", "name": "Streets", "kind": "pix2pixhd",
        "networks": {"G": {"network": "pix2pixhd.global_generator", "weights": "G.safetensors",
                           "options": {"ngf": 4, "norm": "instance", "flag": True, "s": 1.5,
                                       "list": [1, 2.5]}}},
        "labels": {"channels": 35, "instance_edges": True, "style_channels": 2,
                   "classes": [{"id": 26, "name": "car", "colour": [0, 0, 142], "thing": True}]},
        "size": {"width": 1024, "height": 512, "multiple": 16},
        "styles": {"26": [{"values": [0.5, -0.5], "share": 0.5}]},
        "licence": "CC0", "data": "none", "metrics": {"fid": 50.5}, "notes": "", "parent": "",
        "sha256": {"G.safetensors": "0" * 64}}).encode()


def png(width, height, kind, bits, rows):
    def chunk(name, content):
        return (struct.pack(">I", len(content)) + name + content +
                struct.pack(">I", zlib.crc32(name + content)))

    return (b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows))) +
            chunk(b"IEND", b""))


def edit(kind, body):
    """scene::serialise() of an edit without a gesture."""
    content = b"UPED\x01\0" + bytes((kind,)) + body
    return content + struct.pack("<I", zlib.crc32(content))


def text(value):
    return bytes((len(value),)) + value


def frame(kind, content):
    head = bytes((kind,)) + struct.pack("<Q", len(content))
    both = head + struct.pack("<I", zlib.crc32(content))
    return head + struct.pack("<I", zlib.crc32(both)) + content


set_seed = edit(9, b"\x07")


def frames_edit(kind, body):
    """scene::serialiseSequenceEdit() of what does not belong to the first frame alone."""
    content = b"UPSE\x01" + bytes((kind,)) + body
    return content + struct.pack("<I", zlib.crc32(content))


# Of the fourth frame; frames removed; of two frames.
of_frame = frames_edit(0, b"\x03" + text(set_seed))
removed = frames_edit(2, b"\x01\x02")
of_frames = frames_edit(3, b"\x02\x00" + text(set_seed) + b"\x01" + text(set_seed))


def project():
    manifest = {
        "format": "underpaint-project", "format_version": 1, "width": 3, "height": 2,
        "labels": {"name": "two", "classes": [
            {"id": 0, "name": "sky", "colour": [1, 2, 3], "thing": False},
            {"id": 2, "name": "car", "colour": [0, 0, 142], "thing": True}]},
        "model": "street", "seed": 7, "latent": [0.5, -1],
        "styles": [{"instance": 2001, "cluster": 1}, {"instance": 2002, "mixture": [0.25, 0.75]},
                   {"instance": 2003, "features": [0.1, -0.5, 2]}],
        "exemplars": [{"id": "a", "target": {"kind": "class", "id": 2}, "strength": 0.5,
                       "pins": [[0, 1, 1, 0]], "labels": True}],
        "photo": True, "instances_high": True, "thumbnail": True,
        "history": {"entries": 1, "forgotten": 3}, "view": {"zoom": "2"}}
    words = png(3, 2, 0, 16, [struct.pack(">3H", 0, 2001, 2001)] * 2)
    colours = png(2, 1, 2, 8, [bytes(range(6))])
    return {"manifest.json": json.dumps(manifest).encode(),
            "labels.png": png(3, 2, 0, 8, [bytes((0, 2, 2))] * 2), "instances.png": words,
            "instances_high.png": words, "photo.png": colours, "exemplars/0.png": colours,
            "exemplars/0_labels.png": png(2, 1, 0, 8, [bytes((0, 2))]),
            "history.bin": frame(1, text(b"Seed") + set_seed),
            "thumbnail.png": png(1, 1, 0, 8, [b"\x05"])}


def sequence_project():
    """The same with two frames more: one that differs, one that does not."""
    members = project()
    manifest = json.loads(members["manifest.json"])
    changed = {"labels": True, "instances": True, "instances_high": False, "photo": "own",
               "looks": True}
    same = {"labels": False, "instances": False, "instances_high": False, "photo": "before",
            "looks": False}
    manifest["frames"] = [changed, same]
    manifest["history"]["entries"] = 2
    members["manifest.json"] = json.dumps(manifest).encode()
    members["frames/2_labels.png"] = png(3, 2, 0, 8, [bytes((2, 2, 0))] * 2)
    members["frames/2_instances.png"] = png(3, 2, 0, 16, [struct.pack(">3H", 2001, 2001, 0)] * 2)
    members["frames/2_photo.png"] = members["photo.png"]
    members["frames/2_looks.bin"] = set_seed
    members["history.bin"] += frame(1, text(b"Frame") + of_frames)
    return members


def journal_seeds():
    saved = b"UPJL\x01" + frame(8, text(b"street") + text(b"/a.underpaint") + text(b"0" * 64))
    embedded = b"UPJL\x01" + frame(9, text(b"Untitled") + edit(9, b"\x01"))
    steps = (frame(1, text(b"Seed") + set_seed) + frame(2, text(b"Seed") + edit(9, b"\x00")) +
             frame(3, text(b"Seed") + set_seed) + frame(10, text(b"/a") + text(b"0" * 64)))
    save("journal", "saved", saved + steps)
    save("journal", "embedded", embedded + steps + b"\x01torn")
    save("journal", "record", b"\x01" + text(b"Seed") + set_seed)
    base = (frame(11, text(b"Untitled") + b"\x02" + edit(9, b"\x01")) +
            frame(12, edit(9, b"\x02")) + frame(12, edit(9, b"\x03")))
    save("journal", "frames", b"UPJL\x01" + base + frame(1, text(b"Seed") + of_frames) +
         frame(1, text(b"Delete") + removed) + steps)


torch_seeds()
npy_seeds()
save("project_file", "stored.zip", zipped(project()))
save("project_file", "deflated.zip", zipped(project(), zipfile.ZIP_DEFLATED))
save("project_file", "frames.zip", zipped(sequence_project()))
journal_seeds()
save("safetensors", "two.safetensors", safetensors())
save("manifest", "full.json", manifest())
members = {"manifest.json": manifest(), "G.safetensors": safetensors()}
save("model_package", "stored.zip", zipped(members))
save("model_package", "deflated.zip", zipped(members, zipfile.ZIP_DEFLATED))
# scene_edit/kind* hold one serialised random edit of each kind (tests/engine/scene_samples.h).
save("scene_edit", "head", b"UPED\x01\x00\x00")
for name, content in (("frame", of_frame), ("removed", removed), ("frames", of_frames)):
    save("scene_edit", name, content)
