// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/tensors/pickle.h"

#include "engine/project/shown_text.h"
#include "engine/project/tensors/pickle_machine.h"

#include <algorithm>

namespace underpaint::project {

Pickle::Pickle(std::span<const std::byte> input, const std::string& where) {
    PickleMachine(*this, input, where).run();
}

std::string describe(const PickleValue& value) {
    switch (value.kind) {
    case PickleKind::None:
        return "None";
    case PickleKind::Bool:
        return "a boolean";
    case PickleKind::Int:
    case PickleKind::Huge:
        return "an integer";
    case PickleKind::Float:
        return "a number";
    case PickleKind::Bytes:
    case PickleKind::Text:
        return "a text";
    case PickleKind::Tuple:
        return "a tuple";
    case PickleKind::List:
        return "a list";
    case PickleKind::Set:
        return "a set";
    case PickleKind::Dict:
        return "a dictionary";
    case PickleKind::Persistent:
        return "a persistent reference";
    case PickleKind::Global:
        break;
    case PickleKind::Reduce:
        if (value.callee->kind != PickleKind::Global) {
            return "a Python object";
        }
        break;
    }
    std::string name(value.kind == PickleKind::Reduce ? value.callee->text : value.text);
    std::replace(name.begin(), name.end(), ' ', '.');
    return "the Python object " + shownText(name);
}

} // namespace underpaint::project
