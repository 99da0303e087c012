// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/new_dialog.h"

#include "ui/dialogs/size_field.h"
#include "ui/document/class_names.h"
#include "ui/session/model_shelf.h"
#include "ui/widgets/screen_fit.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace underpaint::ui {

namespace {

constexpr int largestExtent = 8192;
constexpr int smallestExtent = 32;
constexpr QSize pictureSize(144, 108);
constexpr int templateRole = Qt::UserRole;

/// What a preset is, so that it can be found again for another model.
constexpr int presetRole = Qt::UserRole + 1;
enum class Preset { Trained, Present, Street, LargeStreet, Square, Own };

QString templateKey() {
    return QStringLiteral("new/template");
}
QString modelKey() {
    return QStringLiteral("new/model");
}
QString emptyTemplate() {
    return QStringLiteral("empty");
}

int rounded(int extent, int multiple) {
    return std::max(1, (extent + multiple / 2) / multiple) * multiple;
}

struct TemplateText {
    const char* id;
    const char* name;
    const char* tip;
};

constexpr TemplateText templateTexts[] = {
    {"horizon", QT_TRANSLATE_NOOP("underpaint::ui::NewDialog", "Horizon"),
     QT_TRANSLATE_NOOP("underpaint::ui::NewDialog",
                       "Open ground with a way through it, trees at its end, and the sky")},
    {"valley", QT_TRANSLATE_NOOP("underpaint::ui::NewDialog", "Valley"),
     QT_TRANSLATE_NOOP("underpaint::ui::NewDialog",
                       "Mountains, woods on the slopes, and a river or a path between them")},
    {"shore", QT_TRANSLATE_NOOP("underpaint::ui::NewDialog", "Shore"),
     QT_TRANSLATE_NOOP("underpaint::ui::NewDialog",
                       "Water, a beach in front of it, and hills behind")},
    {"street", QT_TRANSLATE_NOOP("underpaint::ui::NewDialog", "Street"),
     QT_TRANSLATE_NOOP("underpaint::ui::NewDialog",
                       "A street between houses; every car and every person is an object")},
    {"facade", QT_TRANSLATE_NOOP("underpaint::ui::NewDialog", "Facade"),
     QT_TRANSLATE_NOOP("underpaint::ui::NewDialog", "Fronts of houses; every window is an object")},
    {"portrait", QT_TRANSLATE_NOOP("underpaint::ui::NewDialog", "Portrait"),
     QT_TRANSLATE_NOOP("underpaint::ui::NewDialog",
                       "A person who stands before you; every piece of clothing is an object")},
    {"empty", QT_TRANSLATE_NOOP("underpaint::ui::NewDialog", "Empty"),
     QT_TRANSLATE_NOOP("underpaint::ui::NewDialog", "One class everywhere")},
};

/// The picture in the middle of a place that is equally large for all.
QIcon templateIcon(const QImage& picture, qreal scale) {
    QPixmap place(pictureSize * scale);
    place.fill(Qt::transparent);
    const QSizeF fitting = picture.size().scaled(place.size(), Qt::KeepAspectRatio);
    const QPointF corner((place.width() - fitting.width()) / 2,
                         (place.height() - fitting.height()) / 2);
    QPainter painter(&place);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(QRectF(corner, fitting), picture);
    painter.end();
    place.setDevicePixelRatio(scale);
    QIcon icon(place);
    // Selected ones would be tinted, and colours mean classes.
    icon.addPixmap(place, QIcon::Selected);
    return icon;
}

} // namespace

NewDialog::NewDialog(const ModelShelf& shelf, const scene::SceneState& present, QSettings& settings,
                     QWidget* parent)
    : QDialog(parent),
      m_shelf(shelf),
      m_settings(settings),
      m_present(present.size()),
      m_models(sceneModels(shelf, present)),
      m_templates(new QListWidget(this)),
      m_model(new QComboBox(this)),
      m_time(new QLabel(this)),
      m_presets(new QComboBox(this)),
      m_width(new SizeField(this)),
      m_height(new SizeField(this)),
      m_background(new QComboBox(this)),
      m_note(new QLabel(this)) {
    setWindowTitle(tr("New Scene"));
    resizeWithinScreen(*this, {840, 410});
    addTemplates();
    auto* form = new QFormLayout;
    addFields(*form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    QPushButton* create = buttons->button(QDialogButtonBox::Ok);
    create->setText(tr("Create"));
    create->setToolTip(tr("Begin this scene and have its photo painted"));
    auto* right = new QVBoxLayout;
    right->addLayout(form);
    right->addStretch(1);
    right->addWidget(buttons);
    auto* columns = new QHBoxLayout(this);
    columns->addWidget(m_templates, 1);
    columns->addLayout(right);
    const auto last =
        std::ranges::find(m_models, m_settings.value(modelKey()).toString(), &SceneModel::id);
    if (last != m_models.end()) {
        m_model->setCurrentIndex(static_cast<int>(last - m_models.begin()));
    }
    takeModel();
    select(m_settings.value(templateKey()).toString());
    connect(m_model, &QComboBox::currentIndexChanged, this, &NewDialog::takeModel);
    connect(m_presets, &QComboBox::currentIndexChanged, this, &NewDialog::takePreset);
    connect(m_background, &QComboBox::currentIndexChanged, this, &NewDialog::drawTemplates);
    connect(m_templates, &QListWidget::currentRowChanged, this, &NewDialog::followTemplate);
    connect(m_templates, &QListWidget::itemDoubleClicked, create, &QPushButton::click);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_templates->setFocus();
}

void NewDialog::addTemplates() {
    m_templates->setObjectName(QStringLiteral("templates"));
    m_templates->setAccessibleName(tr("What the scene shows at first"));
    m_templates->setViewMode(QListView::IconMode);
    m_templates->setMovement(QListView::Static);
    m_templates->setResizeMode(QListView::Adjust);
    m_templates->setIconSize(pictureSize);
    m_templates->setUniformItemSizes(true);
    constexpr int space = 6;
    m_templates->setSpacing(space);
    m_templates->setMinimumWidth(pictureSize.width() + 10 * space);
}

void NewDialog::addFields(QFormLayout& form) {
    m_model->setObjectName(QStringLiteral("model"));
    m_model->setToolTip(tr("The model that paints the photo; the scene gets its classes"));
    for (const SceneModel& one : m_models) {
        const QString name = one.name.isEmpty() ? one.id : one.name;
        m_model->addItem(one.id.isEmpty() ? tr("none installed") : name, one.id);
    }
    // Long names of models must not make the dialog wider than small screens.
    constexpr int letters = 24;
    for (QComboBox* box : {m_model, m_presets, m_background}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(letters);
    }
    m_time->setObjectName(QStringLiteral("time"));
    m_time->setToolTip(tr("As measured on this computer when the model painted here before"));
    m_presets->setObjectName(QStringLiteral("preset"));
    constexpr int lettersOfPresets = 32; // "What the model was trained on (320 × 240)"
    m_presets->setMinimumContentsLength(lettersOfPresets);
    m_presets->setToolTip(tr("Usual sizes"));
    m_width->setAccessibleName(tr("Width"));
    m_height->setAccessibleName(tr("Height"));
    for (SizeField* side : {m_width, m_height}) {
        side->setSuffix(tr(" px"));
        connect(side, &QSpinBox::editingFinished, this, [this, side] { correct(*side); });
        connect(side, &QSpinBox::valueChanged, this, &NewDialog::followSize);
    }
    m_background->setObjectName(QStringLiteral("background"));
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setWordWrap(true);
    form.addRow(tr("&Model"), m_model);
    form.addRow(tr("Time"), m_time);
    form.addRow(tr("&Preset"), m_presets);
    form.addRow(tr("&Width"), m_width);
    form.addRow(tr("&Height"), m_height);
    form.addRow(tr("&Filled with"), m_background);
    form.addRow(m_note);
}

const SceneModel& NewDialog::model() const {
    return m_models[static_cast<std::size_t>(std::max(0, m_model->currentIndex()))];
}

Size NewDialog::size() const {
    return {m_width->value(), m_height->value()};
}

QString NewDialog::chosenTemplate() const {
    const QListWidgetItem* item = m_templates->currentItem();
    return item != nullptr ? item->data(templateRole).toString() : emptyTemplate();
}

NewScene NewDialog::sceneOf(const QString& templateId) const {
    return {model(), scene::findTemplate(templateId.toStdString()), size(),
            static_cast<std::uint16_t>(m_background->currentData().toUInt())};
}

NewScene NewDialog::scene() const {
    return sceneOf(chosenTemplate());
}

void NewDialog::takeModel() {
    const int multiple = std::max(1, model().size.multiple);
    const QString before = chosenTemplate();
    {
        // The size is one thing for those who listen, not two.
        const QSignalBlocker width(m_width);
        const QSignalBlocker height(m_height);
        for (SizeField* side : {m_width, m_height}) {
            side->setRange(rounded(smallestExtent, multiple), largestExtent / multiple * multiple);
            side->setSingleStep(multiple);
            side->setToolTip(tr("From %1 to %2 pixels").arg(side->minimum()).arg(side->maximum()));
        }
    }
    fillBackgrounds();
    showNote(multiple > 1 ? tr("The model works on multiples of %1 pixels.").arg(multiple)
                          : QString());
    // Before the size changes and all that are offered are drawn.
    offerTemplates();
    fillPresets();
    select(before);
}

void NewDialog::fillBackgrounds() {
    const QSignalBlocker quiet(m_background);
    m_background->clear();
    for (const scene::LabelClass& label : model().labels.classes()) {
        QPixmap chip(16, 16);
        chip.fill(QColor(label.colour.red, label.colour.green, label.colour.blue));
        m_background->addItem(QIcon(chip), className(label.name), label.id);
    }
}

void NewDialog::fillPresets() {
    const QSignalBlocker quiet(m_presets);
    const QVariant before = m_presets->currentData(presetRole);
    m_presets->clear();
    const auto add = [&](Preset preset, const QString& name, int width, int height) {
        m_presets->addItem(tr("%1 (%2 × %3)").arg(name).arg(width).arg(height),
                           QSize(width, height));
        m_presets->setItemData(m_presets->count() - 1, static_cast<int>(preset), presetRole);
    };
    const project::SizeRules& rules = model().size;
    if (rules.nativeWidth > 0 && rules.nativeHeight > 0) {
        add(Preset::Trained, tr("What the model was trained on"), rules.nativeWidth,
            rules.nativeHeight);
    }
    add(Preset::Present, tr("As the present scene"), m_present.width, m_present.height);
    add(Preset::Street, tr("Street"), 512, 256);
    add(Preset::LargeStreet, tr("Large street"), 1024, 512);
    add(Preset::Square, tr("Square"), 512, 512);
    m_presets->addItem(tr("Own size"), QSize());
    m_presets->setItemData(m_presets->count() - 1, static_cast<int>(Preset::Own), presetRole);
    const int same = before.isValid() ? m_presets->findData(before, presetRole) : -1;
    m_presets->setCurrentIndex(std::max(0, same));
    takePreset();
}

void NewDialog::takePreset() {
    const QSize wanted = m_presets->currentData().toSize();
    if (wanted.isValid()) {
        {
            const QSignalBlocker quiet(m_width);
            m_width->setValue(wanted.width());
        }
        const QSignalBlocker quiet(m_height);
        m_height->setValue(wanted.height());
    } else {
        // Own sizes stay, as far as this model can paint them.
        correct(*m_width);
        correct(*m_height);
    }
    m_corrected = false;
    drawTemplates();
    showTime();
}

void NewDialog::followSize() {
    const QSignalBlocker quiet(m_presets);
    const QSize own(m_width->value(), m_height->value());
    if (m_presets->currentData().toSize() != own) {
        m_presets->setCurrentIndex(m_presets->findData(static_cast<int>(Preset::Own), presetRole));
    }
    drawTemplates();
    showTime();
}

void NewDialog::correct(SizeField& side) {
    const std::optional<int> refused = side.takeRefused();
    const int typed = refused.value_or(side.value());
    const int possible = rounded(side.value(), std::max(1, model().size.multiple));
    side.setValue(possible);
    if (side.value() != typed) {
        m_corrected = m_corrected || refused;
        showNote(tr("%1 became %2: sides have %3 to %4 pixels, in multiples of %5.")
                     .arg(typed)
                     .arg(side.value())
                     .arg(side.minimum())
                     .arg(side.maximum())
                     .arg(std::max(1, model().size.multiple)));
    }
}

void NewDialog::offerTemplates() {
    const QSignalBlocker quiet(m_templates);
    m_templates->clear();
    for (const TemplateText& text : templateTexts) {
        const scene::SceneTemplate* one = scene::findTemplate(text.id);
        if (one == nullptr || scene::fits(*one, model().roles)) {
            auto* item = new QListWidgetItem(tr(text.name), m_templates);
            item->setToolTip(tr(text.tip));
            item->setData(templateRole, QString::fromLatin1(text.id));
        }
    }
}

void NewDialog::select(const QString& templateId) {
    int best = -1;
    for (int row = 0; row < m_templates->count(); ++row) {
        if (m_templates->item(row)->data(templateRole).toString() == templateId) {
            best = row;
        }
    }
    if (best < 0) {
        // The one that asks most of the model's classes; the last is empty.
        best = std::max(0, m_templates->count() - 2);
    }
    m_templates->setCurrentRow(best);
    followTemplate();
}

void NewDialog::drawTemplates() {
    const qreal scale = devicePixelRatioF();
    for (int row = 0; row < m_templates->count(); ++row) {
        QListWidgetItem* item = m_templates->item(row);
        const NewScene scene = sceneOf(item->data(templateRole).toString());
        // Twice as large, so that outlines become smooth.
        item->setIcon(templateIcon(pictureOf(scene, 2 * scale * pictureSize), scale));
    }
}

void NewDialog::followTemplate() {
    const bool empty = chosenTemplate() == emptyTemplate();
    m_background->setEnabled(empty);
    m_background->setToolTip(empty ? tr("The class of all pixels")
                                   : tr("The template draws every pixel"));
}

void NewDialog::showTime() {
    const auto seconds =
        m_shelf.measuredSeconds(model().id, QSize(m_width->value(), m_height->value()));
    constexpr double few = 0.1;
    constexpr double many = 10;
    if (!seconds) {
        m_time->setText(tr("not measured yet"));
    } else if (*seconds < few) {
        m_time->setText(tr("less than 0.1 s a photo"));
    } else {
        m_time->setText(tr("about %1 s a photo")
                            .arg(locale().toString(*seconds, 'f', *seconds < many ? 1 : 0)));
    }
}

void NewDialog::showNote(const QString& text) {
    m_note->setText(text);
}

void NewDialog::accept() {
    if (m_corrected) {
        m_corrected = false;
        return;
    }
    m_settings.setValue(templateKey(), chosenTemplate());
    m_settings.setValue(modelKey(), model().id);
    QDialog::accept();
}

} // namespace underpaint::ui
