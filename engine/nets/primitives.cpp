// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/primitives.h"

#include "engine/base/error.h"

namespace underpaint::nets {

float negativeSlope(Activation activation) {
    switch (activation) {
    case Activation::None:
        return 1;
    case Activation::Relu:
        return 0;
    case Activation::LeakyRelu:
        return leakySlope;
    case Activation::Tanh:
    case Activation::Sigmoid:
        break;
    }
    throw Error("this activation is not piecewise linear");
}

} // namespace underpaint::nets
