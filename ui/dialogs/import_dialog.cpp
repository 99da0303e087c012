// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/import_dialog.h"

#include "engine/base/error.h"
#include "engine/imaging/dataset_items.h"
#include "engine/imaging/foreign_classes.h"
#include "engine/imaging/foreign_label_set.h"
#include "engine/scene/builtin_label_sets.h"
#include "ui/document/work_pool.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalBlocker>
#include <QThreadPool>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr QSize previewSize(320, 240);
/// Of a dialog with a table of classes.
constexpr QSize roomForTable(860, 640);

/// The labels in their colours, sampled down to the preview.
QImage preview(const imaging::ImportedMaps& maps, const scene::LabelSet& classes) {
    const Size size = maps.labels.size();
    const QSize shown =
        QSize(size.width, size.height).scaled(previewSize, Qt::KeepAspectRatio).expandedTo({1, 1});
    QImage image(shown, QImage::Format_RGB32);
    for (int y = 0; y < shown.height(); ++y) {
        for (int x = 0; x < shown.width(); ++x) {
            const Point from = scaledPoint({x, y}, {shown.width(), shown.height()}, size);
            const auto label = maps.labels.at(from.x, from.y);
            const scene::LabelClass* found = classes.find(label);
            const scene::Colour colour = found != nullptr ? found->colour : scene::Colour{};
            image.setPixel(x, y, qRgb(colour.red, colour.green, colour.blue));
        }
    }
    return image;
}

/// The choice of the dialog that leaves it to the program.
const QString findOut = QStringLiteral("?");

/// The label set that a choice of the dialog names; nothing: that of the scene.
std::optional<scene::LabelSet> labelSetNamed(const QString& choice) {
    if (choice.isEmpty()) {
        return std::nullopt;
    }
    const std::filesystem::path file = choice.toStdString();
    return file.has_extension() ? imaging::readLabelSetFile(file)
                                : scene::builtinLabels(choice.toStdString());
}

} // namespace

ImportDialog::Outcome
ImportDialog::outcome(const std::filesystem::path& labels, const std::filesystem::path& instances,
                      const scene::LabelSet& classes, const QString& fileClasses,
                      const scene::ClassChoices& known, const ClassTableView::Choices& choices,
                      const imaging::ImportOptions& options) {
    Outcome found;
    try {
        const auto read = [&](const scene::LabelSet& set, const imaging::ImportOptions& how) {
            return imaging::importLabels(labels, instances, set, how);
        };
        imaging::MapsInTheirClasses its;
        if (fileClasses == findOut) {
            its = imaging::readInTheirClasses(labels, classes, options, read);
        } else {
            its.foreign = labelSetNamed(fileClasses);
            its.maps = read(its.foreign.value_or(classes), options);
        }
        found.fileClasses = its.foreign;
        imaging::ImportedMaps maps = std::move(its.maps);
        if (found.fileClasses) {
            for (const imaging::ClassCount& one : maps.report.classes) {
                found.pixels[one.id] = one.pixels;
            }
            found.mapping =
                withChoices(imaging::mapClasses(*found.fileClasses, classes, known), choices);
            maps =
                imaging::inClassesOf(classes, found.mapping, *found.fileClasses, std::move(maps));
        }
        found.maps = std::make_shared<imaging::ImportedMaps>(std::move(maps));
    } catch (const Error& failure) {
        found.failure = QString::fromStdString(failure.message());
    } catch (const std::bad_alloc&) {
        found.failure = tr("There is not enough memory for this file.");
    }
    return found;
}

ImportDialog::ImportDialog(std::filesystem::path labels, std::filesystem::path instances,
                           scene::LabelSet classes, QWidget* parent, scene::ClassChoices known)
    : QDialog(parent),
      m_labels(std::move(labels)),
      m_instances(std::move(instances)),
      m_classes(std::move(classes)),
      m_known(std::move(known)),
      m_preview(new QLabel(this)),
      m_format(new QComboBox(this)),
      m_model(new QComboBox(this)),
      m_fileClasses(new QComboBox(this)),
      m_table(new ClassTableView(tr("In the file"), this)),
      m_derive(new QCheckBox(tr("&Find objects as connected parts"), this)),
      m_report(new QPlainTextEdit(this)),
      m_verdict(new QLabel(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this)) {
    setWindowTitle(tr("Import %1").arg(QString::fromStdString(m_labels.filename().string())));
    build();
    connect(m_format, &QComboBox::currentIndexChanged, this, &ImportDialog::start);
    connect(m_fileClasses, &QComboBox::currentIndexChanged, this, &ImportDialog::start);
    connect(m_derive, &QCheckBox::toggled, this, &ImportDialog::start);
    connect(m_table, &ClassTableView::chosen, this,
            [this](std::uint16_t from, std::optional<std::uint16_t> to) {
                m_choices[from] = to;
                start();
            });
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    start();
}

void ImportDialog::build() {
    for (const auto& [format, name] :
         std::initializer_list<std::pair<imaging::LabelFormat, QString>>{
             {imaging::LabelFormat::Auto, tr("Find out")},
             {imaging::LabelFormat::Index, tr("Ids (grey or palette)")},
             {imaging::LabelFormat::Colour, tr("Colours of the labels")},
             {imaging::LabelFormat::CityscapesLabelIds, tr("Cityscapes labelIds")},
             {imaging::LabelFormat::CityscapesTrainIds, tr("Cityscapes trainIds")},
             {imaging::LabelFormat::CocoStuff, tr("COCO-Stuff")},
             {imaging::LabelFormat::Ade20k, tr("ADE20K")},
             {imaging::LabelFormat::CamVid, tr("CamVid")},
             {imaging::LabelFormat::Facades, tr("Facades")},
             {imaging::LabelFormat::Labelme, tr("labelme")}}) {
        m_format->addItem(name, static_cast<int>(format));
    }
    m_fileClasses->addItem(tr("Find out"), findOut);
    m_fileClasses->addItem(tr("The scene’s"), QString());
    if (const auto beside = imaging::labelSetFileBeside(m_labels)) {
        m_fileClasses->addItem(
            tr("%1 beside it").arg(QString::fromStdString(beside->filename().string())),
            QString::fromStdString(beside->string()));
    }
    for (const std::string& name : scene::builtinLabelSetNames()) {
        m_fileClasses->addItem(QString::fromStdString(scene::builtinLabels(name).name()),
                               QString::fromStdString(name));
    }
    m_fileClasses->setToolTip(
        tr("Of another label set: classes become those of the scene by their names"));
    m_model->setObjectName(QStringLiteral("model"));
    m_model->setToolTip(tr("The scene gets the classes of this model and is painted by it"));
    m_derive->setChecked(m_instances.empty());
    m_derive->setToolTip(tr("Each connected part of a thing class becomes an object of its own"));
    m_preview->setFixedSize(previewSize);
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->setFrameShape(QFrame::StyledPanel);
    m_preview->setAccessibleName(tr("Preview"));
    m_report->setReadOnly(true);
    m_report->setMinimumSize(previewSize);
    m_report->setAccessibleName(tr("Report"));
    m_verdict->setWordWrap(true);
    m_verdict->setTextFormat(Qt::PlainText);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Take It"));
    m_form = new QFormLayout;
    m_form->addRow(tr("&Written as"), m_format);
    m_form->addRow(tr("&Labels of"), m_fileClasses);
    m_form->addRow(tr("For &model"), m_model);
    m_form->setRowVisible(m_model, false);
    m_form->addRow(m_derive);
    auto* left = new QVBoxLayout;
    left->addWidget(m_preview);
    left->addLayout(m_form);
    left->addStretch(1);
    auto* columns = new QHBoxLayout;
    columns->addLayout(left);
    auto* right = new QVBoxLayout;
    right->addWidget(m_table, 1);
    right->addWidget(m_report, 1);
    columns->addLayout(right, 1);
    m_table->setMinimumHeight(previewSize.height());
    m_table->hide();
    auto* all = new QVBoxLayout(this);
    all->addLayout(columns, 1);
    all->addWidget(m_verdict);
    all->addWidget(m_buttons);
}

void ImportDialog::offerModels(std::vector<SceneModel> models, std::size_t chosen) {
    m_models = std::move(models);
    const QSignalBlocker quiet(m_model);
    for (const SceneModel& one : m_models) {
        m_model->addItem(one.name);
    }
    m_model->setCurrentIndex(static_cast<int>(chosen));
    m_form->setRowVisible(m_model, m_models.size() > 1);
    connect(m_model, &QComboBox::currentIndexChanged, this, &ImportDialog::takeModel);
    takeModel();
}

const SceneModel& ImportDialog::model() const {
    return m_models[static_cast<std::size_t>(std::max(0, m_model->currentIndex()))];
}

void ImportDialog::takeModel() {
    if (m_classes != model().labels) {
        m_classes = model().labels;
        m_choices.clear(); // they named classes of another one
        start();
    }
}

imaging::ImportOptions ImportDialog::options() const {
    imaging::ImportOptions options;
    options.format = static_cast<imaging::LabelFormat>(m_format->currentData().toInt());
    options.deriveInstances = m_derive->isChecked();
    return options;
}

std::function<imaging::ImportedMaps(const std::filesystem::path&, const std::filesystem::path&)>
ImportDialog::reader() const {
    return [options = options(), classes = m_classes, known = m_known, choices = m_choices,
            fileClasses = m_fileClasses->currentData().toString()](
               const std::filesystem::path& labels, const std::filesystem::path& instances) {
        const Outcome found =
            outcome(labels, instances, classes, fileClasses, known, choices, options);
        if (!found.maps) {
            throw Error(found.failure.toStdString());
        }
        return *found.maps;
    };
}

void ImportDialog::start() {
    const imaging::ImportOptions options = this->options();
    const int attempt = ++m_attempt;
    m_maps.reset();
    m_verdict->setText(tr("Reading …"));
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(false);
    // The thread knows the dialog by a guard only, which is looked at back on this thread.
    workPool().start([guard = QPointer(this), attempt, options, labels = m_labels,
                      instances = m_instances, classes = m_classes, known = m_known,
                      choices = m_choices, fileClasses = m_fileClasses->currentData().toString()] {
        Outcome found = outcome(labels, instances, classes, fileClasses, known, choices, options);
        QMetaObject::invokeMethod(QCoreApplication::instance(),
                                  [guard, attempt, found = std::move(found)] {
                                      if (guard && guard->m_attempt == attempt) {
                                          guard->present(found);
                                      }
                                  });
    });
}

void ImportDialog::present(const Outcome& found) {
    const QString set =
        found.fileClasses ? QString::fromStdString(found.fileClasses->name()) : QString();
    if (set != m_chosenFor) {
        m_chosenFor = set;
        if (!std::exchange(m_choices, {}).empty()) {
            start(); // what was chosen meant classes of another set
            return;
        }
    }
    m_maps = found.maps;
    m_chosen.reset();
    if (found.fileClasses && !m_choices.empty()) {
        m_chosen = {{found.fileClasses->name(), m_classes.name()},
                    imaging::chosenIn(found.mapping, m_classes)};
    }
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(m_maps != nullptr);
    const bool foreign = m_maps != nullptr && found.fileClasses;
    if (foreign && !m_table->isVisibleTo(this)) {
        resize(size().expandedTo(roomForTable));
    }
    m_table->setVisible(foreign);
    if (m_maps == nullptr) {
        m_preview->clear();
        // It can be long, and here it scrolls and can be copied.
        m_report->setPlainText(found.failure);
        m_verdict->setText(tr("This cannot be imported; the report says why."));
    } else {
        m_preview->setPixmap(QPixmap::fromImage(preview(*m_maps, m_classes)));
        m_report->setPlainText(QString::fromStdString(m_maps->report.text()));
        QString verdict = m_maps->report.clean()
                              ? tr("Nothing had to be repaired.")
                              : tr("Something had to be repaired; the report says what and where.");
        if (found.fileClasses) {
            m_table->present(found.mapping, found.pixels, m_classes);
            verdict =
                tr("The file is in the classes of %1; the table says what they become.").arg(set) +
                QLatin1Char(' ') + verdict;
        }
        m_verdict->setText(verdict);
    }
    Q_EMIT read();
}

imaging::ImportedMaps ImportDialog::takeMaps() {
    return std::move(*m_maps);
}

} // namespace underpaint::ui
