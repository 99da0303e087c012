// SPDX-License-Identifier: GPL-3.0-or-later
// The undo stack of a document: its commands, and forgetting the oldest of them.
#include "ui/document/document_private.h"
#include "ui/document/project_save.h"

#include "engine/scene/sequence_codec.h"

#include <QSignalBlocker>

#include <algorithm>
#include <iterator>
#include <utility>

namespace underpaint::ui {

using project::JournalEntry;

std::size_t DocumentStep::byteSize() const {
    return sizeof(DocumentStep) + scene::byteSize(applied.edit) + scene::byteSize(applied.inverse) +
           static_cast<std::size_t>(thumbnail.sizeInBytes());
}

Document::Command::Command(Private& document, std::shared_ptr<DocumentStep> step,
                           const QString& text)
    : QUndoCommand(text),
      m_document(document),
      m_step(std::move(step)),
      m_bytes(m_step->byteSize()) {
    m_document.undoBytes += m_bytes;
}

Document::Command::~Command() {
    m_document.undoBytes -= m_bytes;
}

void Document::Command::undo() {
    if (!m_document.rearranging) {
        m_document.replay(m_step->applied.inverse, JournalEntry::Kind::Undone, text());
    }
}

void Document::Command::redo() {
    if (!std::exchange(m_applied, false) && !m_document.rearranging) {
        m_document.replay(m_step->applied.edit, JournalEntry::Kind::Redone, text());
    }
}

int Document::Command::id() const {
    constexpr int mayMerge = 1;
    const bool merging = !m_document.rearranging && !m_document.recovering && !m_step->sealed;
    return scene::gestureOf(m_step->applied.edit) != 0 && merging ? mayMerge : -1;
}

bool Document::Command::mergeWith(const QUndoCommand* other) {
    // Only this class is ever pushed.
    const auto& next = *static_cast<const Command*>(other)->m_step;
    if (!m_step->applied.merge(next.applied)) {
        return false;
    }
    m_step->thumbnail = next.thumbnail;
    m_document.undoBytes -= m_bytes;
    m_bytes = m_step->byteSize();
    m_document.undoBytes += m_bytes;
    return true;
}

void Document::Private::pushStep(scene::AppliedSequenceEdit applied, const QString& text,
                                 const QImage& picture) {
    if (saving && saving->cleanIndex > stack.index()) {
        saving->cleanIndex = -1; // undone, and dropped now
    }
    auto step = std::make_shared<DocumentStep>(
        DocumentStep{std::move(applied), picture.isNull() ? thumbnail.image() : picture});
    stack.push(std::make_unique<Command>(*this, std::move(step), text).release());
}

void Document::Private::enforceCap() {
    if (undoBytes <= undoCap) {
        return;
    }
    // A little more than needed, since forgetting rearranges the whole stack; but not so much that
    // one would notice how the edits are packed up for the history.
    const std::size_t wanted = undoCap - undoCap / 128;
    std::size_t left = undoBytes;
    int count = 0;
    const int most = std::min(stack.index(), stack.count() - 1);
    while (left > wanted && count < most) {
        left -= static_cast<const Command*>(stack.command(count))->step()->byteSize();
        ++count;
    }
    if (count > 0) {
        forgetOldest(count);
    }
}

void Document::Private::forgetOldest(int count) {
    std::vector<std::pair<std::shared_ptr<DocumentStep>, QString>> kept;
    for (int i = 0; i < stack.count(); ++i) {
        const auto& command = *static_cast<const Command*>(stack.command(i));
        if (i < count) {
            olderHistory.push_back(std::make_shared<const project::HistoryEntry>(
                project::HistoryEntry{command.text().toStdString(),
                                      scene::serialiseSequenceEdit(command.step()->applied.edit)}));
        } else {
            kept.emplace_back(command.step(), command.text());
        }
    }
    trimHistory();
    const int index = stack.index() - count;
    const int clean = stack.cleanIndex() - count;
    if (saving) {
        saving->cleanIndex = std::max(-1, saving->cleanIndex - count);
    }
    rearranging = true;
    {
        const QSignalBlocker blocker(stack);
        stack.clear();
        for (auto& [step, text] : kept) {
            stack.push(std::make_unique<Command>(*this, std::move(step), text).release());
        }
        if (clean >= 0) {
            stack.setIndex(clean);
            stack.setClean();
        } else {
            stack.resetClean();
        }
        stack.setIndex(index);
    }
    rearranging = false;
    // Views of the stack start anew with this signal.
    Q_EMIT stack.indexChanged(index);
    Q_EMIT stack.cleanChanged(stack.isClean());
    Q_EMIT stack.canUndoChanged(stack.canUndo());
    Q_EMIT stack.undoTextChanged(stack.undoText());
}

void Document::Private::trimHistory() {
    std::size_t bytes = 0;
    auto first = olderHistory.end();
    while (first != olderHistory.begin() &&
           bytes + (*std::prev(first))->byteSize() <= project::maxHistoryBytes) {
        --first;
        bytes += (*first)->byteSize();
    }
    forgottenHistory += static_cast<std::uint64_t>(first - olderHistory.begin());
    olderHistory.erase(olderHistory.begin(), first);
}

void Document::Private::setClean(int index) {
    if (index < 0) {
        stack.resetClean();
        return;
    }
    if (index == stack.index()) {
        stack.setClean();
        return;
    }
    // The stack can only mark where it stands.
    const int at = stack.index();
    rearranging = true;
    {
        const QSignalBlocker blocker(stack);
        stack.setIndex(index);
        stack.setClean();
        stack.setIndex(at);
    }
    rearranging = false;
    Q_EMIT stack.cleanChanged(stack.isClean());
}

std::shared_ptr<ProjectSave> Document::Private::takeSave(const std::filesystem::path& where,
                                                         const QImage& picture) {
    project::Project project;
    project::setFrames(project, sequence);
    project.forgottenHistory = forgottenHistory;
    project.view = view;
    if (current > 0) {
        project.view[frameKey] = std::to_string(current + 1);
    }
    std::vector<ProjectSave::Step> steps;
    for (int i = 0; i < stack.index(); ++i) {
        const auto& command = *static_cast<const Command*>(stack.command(i));
        command.step()->sealed = true;
        steps.emplace_back(command.step(), command.text());
    }
    return std::make_shared<ProjectSave>(where, std::move(project), olderHistory, std::move(steps),
                                         picture);
}

} // namespace underpaint::ui
