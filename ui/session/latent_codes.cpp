// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/latent_codes.h"

#include "engine/base/error.h"
#include "engine/base/safe_text.h"
#include "engine/scene/drawn_code.h"
#include "ui/session/editor.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

namespace underpaint::ui {

namespace {

/// Of draws for codes, among the streams of a scene's seed.
constexpr std::uint64_t variationStream = 22;

double scalarProduct(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

bool isLocked(const std::vector<bool>& locked, std::size_t value) {
    return value < locked.size() && locked[value];
}

/// What the photo changes by a step along each value, pixel by pixel. Photos are made small: what
/// is looked for is seen from afar, and many values take no time.
std::vector<std::vector<double>> changesOf(const std::vector<QImage>& probes) {
    constexpr int side = 64;
    const auto small = [](const QImage& picture) {
        return picture.scaled(side, side, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB888);
    };
    std::vector<std::vector<double>> changes;
    for (std::size_t i = 0; i + 1 < probes.size(); i += 2) {
        if (probes[i].isNull() || probes[i + 1].isNull()) {
            return {};
        }
        const QImage up = small(probes[i]);
        const QImage down = small(probes[i + 1]);
        std::vector<double> change;
        for (int y = 0; y < std::min(up.height(), down.height()); ++y) {
            const uchar* a = up.constScanLine(y);
            const uchar* b = down.constScanLine(y);
            for (int x = 0; x < 3 * side; ++x) {
                change.push_back((a[x] - b[x]) / 2.0);
            }
        }
        change.resize(std::size_t{3} * side * side);
        changes.push_back(std::move(change));
    }
    return changes;
}

/// Symmetric, rows of rows.
using Gram = std::vector<std::vector<double>>;

/// The direction that the matrix stretches most among those at right angles to `others`, by power
/// iteration; empty when it stretches none.
CodeAxis strongest(const Gram& gram, const std::vector<CodeAxis>& others) {
    constexpr int iterations = 500;
    constexpr double nothing = 1e-9;
    const auto prepare = [&](CodeAxis& axis) {
        for (const CodeAxis& other : others) {
            const double part = scalarProduct(axis, other);
            for (std::size_t i = 0; i < axis.size(); ++i) {
                axis[i] -= part * other[i];
            }
        }
        const double length = std::sqrt(scalarProduct(axis, axis));
        if (length > nothing) {
            for (double& value : axis) {
                value /= length;
            }
        }
        return length > nothing;
    };
    const auto stretched = [&](const CodeAxis& axis) {
        CodeAxis result;
        for (const auto& row : gram) {
            result.push_back(scalarProduct(row, axis));
        }
        return result;
    };
    CodeAxis best;
    double most = 0;
    // From each value, as a single start may stand at a right angle to what is looked for.
    for (std::size_t start = 0; start < gram.size(); ++start) {
        CodeAxis axis(gram.size());
        axis[start] = 1;
        bool there = prepare(axis);
        for (int n = 0; n < iterations && there; ++n) {
            axis = stretched(axis);
            there = prepare(axis);
        }
        const double strength = there ? scalarProduct(axis, stretched(axis)) : 0;
        if (strength > most * (1 + nothing) + nothing) {
            most = strength;
            best = std::move(axis);
        }
    }
    return best;
}

} // namespace

scene::LatentCode paintedCode(const scene::SceneState& scene, int size) {
    const scene::LatentCode& own = scene.appearance.code;
    return static_cast<int>(own.values.size()) == size ? own : scene::drawnCode(scene.seed, size);
}

Random codeDraws(Editor& editor, std::uint64_t round) {
    std::uint64_t seed = deriveSeed(editor.scene().seed, variationStream);
    seed = deriveSeed(deriveSeed(seed, editor.document().revision()), round);
    // Revisions begin anew with a file that is opened, its code does not.
    for (const float value : editor.scene().appearance.code.values) {
        seed = deriveSeed(seed, std::bit_cast<std::uint32_t>(value));
    }
    return Random(seed);
}

scene::LatentCode redrawn(scene::LatentCode code, const std::vector<bool>& locked, Random& random) {
    for (std::size_t i = 0; i < code.values.size(); ++i) {
        const auto drawn = static_cast<float>(random.normal());
        if (!isLocked(locked, i)) {
            code.values[i] = drawn;
        }
    }
    return code;
}

QString codeText(const scene::LatentCode& code) {
    QStringList texts;
    for (const float value : code.values) {
        // Nine digits tell every float from the next.
        const QString shorter = QString::number(value, 'g', 6);
        texts << (shorter.toFloat() == value ? shorter : QString::number(value, 'g', 9));
    }
    return texts.join(QStringLiteral(", "));
}

scene::LatentCode codeFromText(const QString& text, int size) {
    const auto fail = [](const QString& what, const QString& remedy) {
        throw Error(
            what.toStdString(),
            QCoreApplication::translate("underpaint::ui::LatentCodes", "Code").toStdString(),
            remedy.toStdString());
    };
    constexpr qsizetype longest = 1 << 16;
    static const QRegularExpression gaps(QStringLiteral("[\\s,;]+"));
    const QStringList parts = text.left(longest).split(gaps, Qt::SkipEmptyParts);
    const QString copied = QCoreApplication::translate("underpaint::ui::LatentCodes",
                                                       "Copy a code of this model first");
    if (parts.isEmpty()) {
        fail(QCoreApplication::translate("underpaint::ui::LatentCodes",
                                         "there is no text to take a code from"),
             copied);
    }
    scene::LatentCode code;
    for (const QString& part : parts) {
        bool isNumber = false;
        const float value = QLocale::c().toFloat(part, &isNumber);
        if (!isNumber || !std::isfinite(value)) {
            constexpr int shown = 24;
            const QString word = QString::fromStdString(safeText(part.left(shown).toStdString()));
            fail(QCoreApplication::translate("underpaint::ui::LatentCodes", "“%1” is no number")
                     .arg(word),
                 QCoreApplication::translate(
                     "underpaint::ui::LatentCodes",
                     "A code is numbers with commas between them, such as 0.5, -1.2"));
        }
        code.values.push_back(value);
    }
    if (static_cast<int>(code.values.size()) != size) {
        fail(QCoreApplication::translate("underpaint::ui::LatentCodes",
                                         "the text has %1 values, the model takes %2")
                 .arg(code.values.size())
                 .arg(size),
             copied);
    }
    return code;
}

CodeAxis valueAxis(int value, int size) {
    CodeAxis axis(static_cast<std::size_t>(size));
    axis.at(static_cast<std::size_t>(value)) = 1;
    return axis;
}

double along(const scene::LatentCode& code, const CodeAxis& axis) {
    return std::inner_product(axis.begin(), axis.end(), code.values.begin(), 0.0);
}

scene::LatentCode movedTo(scene::LatentCode code, const CodeAxis& across, double x,
                          const CodeAxis& up, double y, const std::vector<bool>& locked) {
    // What is added, a·across + b·up, lies at dx and dy along them, which are not always at right
    // angles: a + c·b = dx, c·a + b = dy.
    const double c = scalarProduct(across, up);
    const double dx = x - along(code, across);
    const double dy = y - along(code, up);
    const double rest = 1 - c * c;
    constexpr double oneDirection = 1e-6;
    const double a = rest < oneDirection ? dx : (dx - c * dy) / rest;
    const double b = rest < oneDirection ? 0 : (dy - c * dx) / rest;
    for (std::size_t i = 0; i < code.values.size(); ++i) {
        if (!isLocked(locked, i)) {
            code.values[i] += static_cast<float>(a * across[i] + b * up[i]);
        }
    }
    return code;
}

std::vector<scene::LatentCode> probesAround(const scene::LatentCode& code) {
    constexpr float step = 1;
    std::vector<scene::LatentCode> probes;
    for (std::size_t i = 0; i < code.values.size(); ++i) {
        for (const float distance : {step, -step}) {
            probes.push_back(code);
            probes.back().values[i] += distance;
        }
    }
    return probes;
}

std::vector<CodeAxis> largestChanges(const std::vector<QImage>& probes, std::size_t count) {
    const std::vector<std::vector<double>> changes = changesOf(probes);
    // Along a direction v the photo changes by the sum of v[i] changes[i], whose square is v·Gv.
    Gram gram(changes.size(), std::vector<double>(changes.size()));
    for (std::size_t i = 0; i < changes.size(); ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            gram[i][j] = gram[j][i] = scalarProduct(changes[i], changes[j]);
        }
    }
    std::vector<CodeAxis> axes;
    while (axes.size() < std::min(count, gram.size())) {
        CodeAxis axis = strongest(gram, axes);
        if (axis.empty()) {
            break;
        }
        // Both signs are as good: the value that counts most shall grow.
        const auto largest = std::max_element(
            axis.begin(), axis.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
        if (*largest < 0) {
            for (double& value : axis) {
                value = -value;
            }
        }
        axes.push_back(std::move(axis));
    }
    return axes;
}

bool alikeButForCode(const scene::SceneState& a, scene::SceneState b) {
    b.appearance.code = a.appearance.code;
    b.seed = a.seed;
    b.labelSet = a.labelSet; // names and colours of the map
    b.modelId = a.modelId;
    return a == b;
}

void setCode(Editor& editor, scene::LatentCode code, const QString& text, std::uint64_t gesture) {
    if (code != editor.scene().appearance.code) {
        editor.document().apply({scene::SetLatent{std::move(code)}, gesture}, text);
    }
}

} // namespace underpaint::ui
