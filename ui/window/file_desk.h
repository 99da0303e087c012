// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/recent_files.h"
#include "ui/document/session.h"
#include "ui/session/sample_scenes.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>

class QSettings;
class QWidget;

namespace underpaint::ui {

class Document;
class Editor;
class RenderService;
struct SegmentedPhoto;

/// Opens, saves, imports and exports: everything between documents and files, with the questions
/// that belong to it. Functions throw Error unless they say otherwise.
class FileDesk : public QObject {
    Q_OBJECT

public:
    /// What becomes of a document that was opened.
    using Adopt = std::function<void(std::unique_ptr<Document>)>;

    FileDesk(RenderService& service, QSettings& settings, SessionFolders folders,
             std::filesystem::path scenes, Adopt adopt, QWidget& window);

    void setEditor(Editor* editor) { m_editor = editor; }
    RecentFiles& recent() { return m_recent; }
    std::vector<SampleScene> samples() const;

    /// The scene to begin with: what a crash left, the named file, what was open last, the sample.
    /// Says what went wrong by failed() and takes the next.
    void openFirst(const QString& file, bool reopenLast);
    /// Asks about unsaved changes first. False when the user thought better of it.
    bool newScene();
    /// A scene of what a photo shows, with the photo's styles; asks for the file when it is empty.
    void newFromPhoto(QString file = {});
    bool chooseAndOpen();
    bool open(const QString& file);
    bool openSample(const SampleScene& sample);
    /// Save what the scene is now, and return at once; failed() tells when that did not work. False
    /// when the user gave no name.
    /// @{
    bool save();
    bool saveAs();
    /// @}
    /// True when the present document may go: it is saved, or the user gives its changes up. Waits
    /// for files that are being saved, while the window stays alive. Does not throw.
    bool mayLeave();
    /// Remembers what is open and ends the journal of the present document.
    void leave();

    /// Empty: asks for the file.
    /// @{
    void importLabels(QString file = {});
    void importInstances(QString file = {});
    void setReferencePhoto(QString file = {});
    void takeStylesFrom(QString file = {});
    /// @}
    void removeReferencePhoto();
    void exportFiles();
    void useModel(const QString& package);

Q_SIGNALS:
    void failed(const QString& message);
    void noticed(const QString& message);

private:
    void adopt(std::unique_ptr<Document> document);
    /// Shows a scene that has no file yet. Without a journal one can paint too; failed() tells.
    void adoptScene(scene::SceneState scene);
    /// Throws Error.
    void adoptFile(const std::filesystem::path& path);
    void beginWith(const SegmentedPhoto& photo);
    /// So that the project tells by what its photo was made.
    void nameModel(scene::SceneState& state) const;
    bool recover();
    bool tryFirst(const std::function<void()>& deed);
    /// False when the user thought better of it.
    bool saveTo(const QString& file);
    enum class Overwrite { Yes, No, ElsewhereInstead };
    /// Yes when the document's file is still as the document left it; asks otherwise.
    Overwrite mayOverwrite();
    /// Handles the events of the program, but not those of the user, until nothing is being saved.
    void waitUntilSaved();
    /// Reads or writes on another thread and waits like that.
    template<class Work>
    auto awayFromWindow(Work work);
    QString folder() const;
    void rememberFolder(const QString& file);
    QString chooseImage(const QString& title, QString file);

    RenderService& m_service;
    QSettings& m_settings;
    SessionFolders m_folders;
    std::filesystem::path m_scenes;
    Adopt m_adopt;
    QWidget& m_window;
    Editor* m_editor = nullptr;
    /// A file is waited for.
    bool m_waiting = false;
    RecentFiles m_recent;
};

} // namespace underpaint::ui
