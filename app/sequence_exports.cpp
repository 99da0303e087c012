// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sequence_exports.h"

#include <QPointer>

#include <utility>

namespace underpaint::app {

namespace {

/// Groups of exports lie beyond those of other work of a document.
constexpr std::uint64_t sequenceExports = std::uint64_t{3} << 60U;

} // namespace

SequenceExports::SequenceExports(EngineBridge& bridge, const OpenDocument& open,
                                 const ui::ModelShelf& models, QObject* parent)
    : SequenceExporting(parent),
      m_bridge(bridge),
      m_open(open),
      m_models(models),
      m_last(sequenceExports) {}

void SequenceExports::setExporter(SequenceExporter exporter) {
    m_exporter = std::move(exporter);
}

QString SequenceExports::whyNot() const {
    return m_exporter && m_models.model() != nullptr ? QString() : tr("no model is loaded");
}

void SequenceExports::start(const ui::SequenceExport& request) {
    cancel();
    const std::uint64_t group = ++m_last;
    m_running = group;
    m_document = m_open.id;
    run::Work<ui::ExportedSequence> work;
    work.place.document = m_document;
    work.place.group = group;
    work.place.repeatable = true;
    work.compute = [exporter = m_exporter, request](run::WorkContext& context) {
        return exporter(context.model(), request, context.cancel(), context.progress());
    };
    work.ended = [guard = QPointer(this), group](const run::Ended<ui::ExportedSequence>& end) {
        if (!guard || guard->m_running != group) {
            return;
        }
        guard->m_running.reset();
        ui::ExportedSequence told = end.result.value_or(ui::ExportedSequence());
        if (end.failure) {
            told.failure = QString::fromStdString(end.failure->message());
        } else if (!end.result) {
            told.failure = tr("The sequence was not finished: its rendering was stopped.");
        }
        Q_EMIT guard->ended(told);
    };
    work.progressed = [guard = QPointer(this), group](double fraction, const std::string&) {
        if (guard && guard->m_running == group) {
            Q_EMIT guard->progressed(fraction);
        }
    };
    m_bridge.submit(std::move(work));
}

void SequenceExports::cancel() {
    if (const auto group = std::exchange(m_running, std::nullopt)) {
        m_bridge.cancelGroup(m_document, *group);
    }
}

} // namespace underpaint::app
