// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/class_names.h"

#include <QCoreApplication>

#include <array>

namespace underpaint::ui {

namespace {

constexpr auto context = "underpaint::ui::ClassNames";

/// The classes of the sets that are built in and of the models that ship, so that their
/// translations are asked for.
[[maybe_unused]] constexpr std::array known = {
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "unlabeled"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "ego vehicle"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "rectification border"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "out of roi"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "static"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "dynamic"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "ground"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "road"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "sidewalk"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "parking"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "rail track"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "building"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "wall"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "fence"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "guard rail"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "bridge"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "tunnel"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "pole"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "polegroup"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "traffic light"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "traffic sign"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "vegetation"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "terrain"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "sky"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "person"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "rider"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "car"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "truck"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "bus"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "caravan"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "trailer"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "train"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "motorcycle"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "bicycle"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "license plate"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "pavement"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "tree"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "sign"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "pedestrian"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "bicyclist"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "unlabelled"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "background"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "facade"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "window"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "door"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "cornice"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "sill"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "balcony"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "blind"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "deco"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "molding"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "pillar"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "shop"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "other"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "null"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "accessories"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "bag"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "belt"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "blazer"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "blouse"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "bodysuit"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "boots"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "bra"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "bracelet"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "cape"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "cardigan"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "clogs"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "coat"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "dress"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "earrings"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "flats"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "glasses"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "gloves"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "hair"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "hat"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "heels"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "hoodie"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "intimate"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "jacket"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "jeans"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "jumper"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "leggings"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "loafers"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "necklace"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "panties"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "pants"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "pumps"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "purse"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "ring"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "romper"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "sandals"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "scarf"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "shirt"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "shoes"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "shorts"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "skin"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "skirt"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "sneakers"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "socks"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "stockings"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "suit"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "sunglasses"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "sweater"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "sweatshirt"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "swimwear"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "t-shirt"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "tie"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "tights"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "top"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "vest"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "wallet"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "watch"),
    QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "wedges"),
};

/// "class 17", as the sets without names of their own have them.
const QString numbered = QStringLiteral("class ");

} // namespace

QString className(const std::string& name) {
    const QString text = QString::fromStdString(name);
    bool isNumber = false;
    const int number = text.startsWith(numbered) ? text.mid(numbered.size()).toInt(&isNumber) : 0;
    if (isNumber) {
        return QCoreApplication::translate(
                   context, QT_TRANSLATE_NOOP("underpaint::ui::ClassNames", "class %1"))
            .arg(number);
    }
    return QCoreApplication::translate(context, name.c_str());
}

} // namespace underpaint::ui
