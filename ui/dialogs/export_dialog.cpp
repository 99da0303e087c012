// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include "engine/imaging/codec.h"
#include "engine/imaging/components.h"
#include "engine/scene/instances.h"
#include "engine/scene/touched.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <cmath>

namespace underpaint::ui {

namespace {

constexpr std::uint32_t largestStoredId = 65535;
constexpr int layeredRole = Qt::UserRole + 1; ///< of formats: whether they have layers

int rounded(double extent) {
    return std::max(1, static_cast<int>(std::lround(extent)));
}

} // namespace

ExportDialog::ExportDialog(const scene::SceneState& scene, const QString& folder,
                           const QString& name, QWidget* parent)
    : QDialog(parent),
      m_size(scene::keepsPhoto(scene) ? scene.referencePhoto->size() : scene.size()),
      m_photo(new QCheckBox(tr("&Photo"), this)),
      m_format(new QComboBox(this)),
      m_scale(new QComboBox(this)),
      m_quality(new QSpinBox(this)),
      m_depth(new QComboBox(this)),
      m_layers(new QComboBox(this)),
      m_labels(new QCheckBox(tr("&Label map (PNG, ids)"), this)),
      m_instances(new QCheckBox(tr("&Instance map (16-bit PNG)"), this)),
      m_folder(new QLineEdit(folder, this)),
      m_name(new QLineEdit(name, this)),
      m_loss(new QLabel(this)) {
    setWindowTitle(tr("Export"));
    const auto instances = scene::instancesIn(scene);
    m_largeIds = !instances.empty() && instances.back().id > largestStoredId;
    build();
    fillSizes();
    followModel(nullptr, false);
    showLoss();
}

void ExportDialog::followModel(const CurrentModel* model, bool loading) {
    const bool before = m_photo->isEnabled();
    const bool possible = model != nullptr;
    m_photo->setEnabled(possible);
    if (possible != before) {
        m_photo->setChecked(possible); // later on it is the user's
    }
    m_photo->setToolTip(possible  ? tr("The exact photo, rendered for this file")
                        : loading ? tr("The model is still being loaded")
                                  : tr("There is no model that could render it"));
}

void ExportDialog::fillSizes() {
    // Of any size: what the model's multiples lack is painted and cut off.
    for (const double scale : {1.0, 0.5, 1.5, 2.0}) {
        const QSize size(rounded(m_size.width * scale), rounded(m_size.height * scale));
        m_scale->addItem(tr("%1 × %2").arg(size.width()).arg(size.height()),
                         scale == 1.0 ? QSize() : size);
    }
}

void ExportDialog::build() {
    m_format->addItem(tr("PNG (lossless)"), QStringLiteral("png"));
    m_format->addItem(tr("JPEG"), QStringLiteral("jpg"));
    m_format->addItem(tr("TIFF (lossless)"), QStringLiteral("tif"));
    const auto addLayered = [this](const QString& text, const QString& ending, const QString& tip) {
        m_format->addItem(text, ending);
        m_format->setItemData(m_format->count() - 1, true, layeredRole);
        m_format->setItemData(m_format->count() - 1, tip, Qt::ToolTipRole);
    };
    addLayered(tr("OpenRaster (with layers)"), QStringLiteral("ora"),
               tr("For Krita, GIMP and MyPaint: the photo, and below it the label map in "
                  "layers"));
    addLayered(tr("TIFF with layers"), QStringLiteral("tif"),
               tr("The same for GIMP and other programs that show pages of a TIFF file as layers"));
    m_layers->addItem(tr("a layer per class"), false);
    m_layers->addItem(tr("a layer per instance"), true);
    m_layers->setAccessibleName(tr("Layers below the photo"));
    m_layers->setToolTip(m_layers->accessibleName());
    m_depth->addItem(tr("8 bits"), false);
    m_depth->addItem(tr("16 bits"), true);
    m_depth->setObjectName(QStringLiteral("exportDepth"));
    m_depth->setAccessibleName(tr("Bits of a channel"));
    m_depth->setToolTip(tr("16 bits keep the steps between levels that the model paints, for work "
                           "on light and colours afterwards"));
    m_format->setAccessibleName(tr("Format of the photo"));
    m_scale->setAccessibleName(tr("Size of the photo"));
    m_quality->setRange(1, 100);
    m_quality->setValue(95);
    m_quality->setPrefix(tr("quality "));
    auto* photo = new QHBoxLayout;
    photo->addWidget(m_format);
    photo->addWidget(m_scale);
    photo->addWidget(m_quality);
    photo->addWidget(m_depth);
    photo->addWidget(m_layers);
    auto* browse = new QToolButton(this);
    browse->setIcon(themedIcon(QStringLiteral("folder")));
    browse->setToolTip(tr("Choose the folder"));
    browse->setAccessibleName(browse->toolTip());
    auto* where = new QHBoxLayout;
    where->addWidget(m_folder, 1);
    where->addWidget(browse);
    m_folder->setMinimumWidth(320);
    m_loss->setWordWrap(true);
    m_loss->setForegroundRole(QPalette::PlaceholderText);
    // The dialog does not grow with what is said later.
    constexpr int lines = 3;
    m_loss->setMinimumHeight(lines * m_loss->fontMetrics().lineSpacing());
    m_loss->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* form = new QFormLayout(this);
    form->addRow(m_photo, photo);
    form->addRow(m_labels);
    form->addRow(m_instances);
    form->addRow(tr("Folder"), where);
    m_folder->setAccessibleName(tr("Folder"));
    form->addRow(tr("&Name"), m_name);
    form->addRow(m_loss);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Export"));
    form->addRow(buttons);
    connect(browse, &QToolButton::clicked, this, &ExportDialog::chooseFolder);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::acceptIfAgreed);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::showLoss);
    for (QCheckBox* box : {m_photo, m_labels, m_instances}) {
        connect(box, &QCheckBox::toggled, this, &ExportDialog::showLoss);
    }
}

void ExportDialog::showLoss() {
    const bool jpeg = m_format->currentData().toString() == QLatin1String("jpg");
    const bool layered = m_format->currentData(layeredRole).toBool();
    m_quality->setVisible(jpeg);
    m_layers->setVisible(layered);
    m_depth->setVisible(!jpeg && !layered);
    for (QWidget* part : std::array<QWidget*, 5>{m_format, m_scale, m_quality, m_depth, m_layers}) {
        part->setEnabled(m_photo->isChecked());
    }
    QStringList losses{
        tr("Styles, names of labels and the history are in the project only: save it "
           "to keep them.")};
    if (jpeg && m_photo->isChecked()) {
        losses << tr("JPEG changes pixels a little.");
    }
    if (layered && m_photo->isChecked()) {
        losses << tr("The layers keep the names and colours of the classes.");
    }
    if (m_instances->isChecked() && m_largeIds) {
        losses << tr("Instance ids beyond 65535 get other numbers.");
    }
    m_loss->setText(losses.join(QLatin1Char(' ')));
}

void ExportDialog::chooseFolder() {
    const QString chosen =
        QFileDialog::getExistingDirectory(this, tr("Folder of the Export"), m_folder->text());
    if (!chosen.isEmpty()) {
        m_folder->setText(chosen);
    }
}

QString ExportDialog::folder() const {
    return m_folder->text();
}

std::filesystem::path ExportDialog::file(const QString& suffix) const {
    return QDir(m_folder->text()).filePath(m_name->text() + suffix).toStdString();
}

ExportChoice ExportDialog::choice() const {
    ExportChoice choice;
    if (m_photo->isChecked()) {
        const auto name = file(QLatin1Char('.') + m_format->currentData().toString());
        const bool layered = m_format->currentData(layeredRole).toBool();
        choice.photo = PhotoExport{.file = name,
                                   .size = m_scale->currentData().toSize(),
                                   .quality = m_quality->value(),
                                   .layered = layered,
                                   .instanceLayers = m_layers->currentData().toBool(),
                                   .deep = !layered && imaging::holdsDeepPhotos(name) &&
                                           m_depth->currentData().toBool()};
    }
    if (m_labels->isChecked()) {
        choice.labels = file(QStringLiteral("_labels.png"));
    }
    if (m_instances->isChecked()) {
        choice.instances = file(QStringLiteral("_instances.png"));
    }
    return choice;
}

QStringList ExportDialog::existing() const {
    const ExportChoice chosen = choice();
    QStringList names;
    for (const auto& path : {chosen.photo ? chosen.photo->file : std::filesystem::path(),
                             chosen.labels, chosen.instances}) {
        std::error_code unknown;
        if (!path.empty() && std::filesystem::exists(path, unknown)) {
            names << QString::fromStdString(path.filename().string());
        }
    }
    return names;
}

void ExportDialog::acceptIfAgreed() {
    const ExportChoice chosen = choice();
    if (m_name->text().isEmpty() ||
        (!chosen.photo && chosen.labels.empty() && chosen.instances.empty())) {
        m_loss->setText(tr("Choose what to export, and a name."));
        return;
    }
    const QStringList taken = existing();
    if (!taken.isEmpty()) {
        PlainMessageBox box(
            QMessageBox::Question, tr("Export"),
            tr("%1 already there. Replace?").arg(taken.join(tr(", ", "between names of files"))),
            QMessageBox::Yes | QMessageBox::No, this);
        box.setDefaultButton(QMessageBox::No);
        if (box.exec() != QMessageBox::Yes) {
            return;
        }
    }
    accept();
}

void exportMaps(const scene::SceneState& scene, const ExportChoice& choice) {
    if (!choice.labels.empty()) {
        imaging::writeLabels(choice.labels, scene.labels.toPlane());
    }
    if (!choice.instances.empty()) {
        InstancePlane ids = scene.instances.toPlane();
        imaging::fitInstanceIds(ids, largestStoredId);
        imaging::writeInstances(choice.instances, ids);
    }
}

} // namespace underpaint::ui
