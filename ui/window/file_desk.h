// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/file/project_file.h"
#include "engine/scene/edit.h"
#include "ui/document/recent_files.h"
#include "ui/document/session.h"
#include "ui/session/new_scene.h"
#include "ui/session/read_sequence.h"
#include "ui/session/sample_scenes.h"
#include "ui/window/aside.h"

#include <QObject>
#include <QPointer>
#include <QScopedValueRollback>
#include <QString>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QMimeData;
class QSettings;
class QWidget;

namespace underpaint::ui {

class Document;
class Editor;
class Services;
struct LabelledPhoto;

/// Opens, saves, imports and exports: everything between documents and files, with the questions
/// that belong to it. Functions throw Error unless they say otherwise.
class FileDesk : public QObject {
    Q_OBJECT

public:
    /// What a folder of dialogs is remembered for.
    enum class Kind { Project, Picture, Export };
    /// What becomes of a document that was opened.
    using Adopt = std::function<void(std::unique_ptr<Document>)>;

    FileDesk(Services& services, QSettings& settings, SessionFolders folders,
             std::filesystem::path scenes, Adopt adopt, QWidget& window);

    void setEditor(Editor* editor) { m_editor = editor; }
    RecentFiles& recent() { return m_recent; }
    std::vector<SampleScene> samples() const;

    /// The scene to begin with: what a crash left, the named file, what was open last, the sample.
    /// Says what went wrong by failed() and takes the next.
    void openFirst(const QString& file, bool reopenLast);
    /// Opens whatever it is: a project, a model, a label map or a photo (each as a new scene).
    /// Looks into the file before it asks about unsaved changes. False when the user thought better
    /// of it.
    bool open(const QString& file);
    /// Asks about unsaved changes first. False when the user thought better of it.
    bool newScene();
    /// A scene of what a photo shows, with the photo's styles; asks for the file when it is empty.
    void newFromPhoto(QString file = {});
    bool chooseAndOpen();
    bool openSample(const SampleScene& sample);
    /// The label maps of a folder as frames, or a video; asks for one of the files when it is
    /// empty, and how label maps are read. False when the user thought better of it.
    bool openSequence(QString place = {});
    /// Paints all frames into files; asks where.
    void exportSequence();
    /// Into a folder, or a video by its ending. By itself at the rate of the timeline.
    void exportSequenceTo(const QString& output, std::optional<int> framesPerSecond = {});
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
    void takeCodeFrom(QString file = {});
    /// @}
    void removeReferencePhoto();
    void exportFiles();
    /// Of the open scene: its file without ending, or what it would be called.
    QString sceneName() const;
    void useModel(const QString& package);
    /// Paints with that model of the shelf: the scene comes into its classes. A sample that nobody
    /// has touched, and which means something else there, gives way to one of the model's own.
    void takeModel(const QString& id);
    /// Opens the file or the picture that the clipboard holds.
    void paste();
    /// The file of this computer that was dragged or copied; of a picture without a file (from a
    /// web page, a screenshot) one that is made here. Empty: there is none.
    QString fileIn(const QMimeData& data);

Q_SIGNALS:
    void failed(const QString& message);
    void noticed(const QString& message);

private:
    void adopt(std::unique_ptr<Document> document);
    /// Shows a scene that has no file yet. Without a journal one can paint too; failed() tells.
    void adoptScene(scene::SceneState scene, const QString& name = {});
    void adoptFrames(scene::Sequence frames, const QString& name);
    /// Throws Error.
    void adoptFile(const std::filesystem::path& path);
    void adoptProject(project::OpenedProject&& read, const std::filesystem::path& path);
    void beginWith(const LabelledPhoto& photo);
    /// A scene that shows what the model can do, in the place of the present one. False where the
    /// model paints no label maps.
    bool openSceneOf(const QString& model);
    void adoptSample(scene::SceneState state);
    /// Nothing but the model was changed since the program opened the scene by itself.
    bool sampleUntouched() const;
    /// What was open last, or a sample.
    void openBase(bool reopenLast);
    bool openProject(const QString& file);
    bool openLabelMap(const QString& file);
    bool openPhoto(const QString& file);
    bool openMaps(const QString& folder);
    bool openVideo(const QString& file);
    /// For a picture that could be either.
    bool askWhatItIs(const QString& file);
    /// open() once no model is being loaded: labels of photos are estimated in its classes.
    void openWithModel(const QString& file);
    struct AskedMaps {
        scene::ReplaceMaps maps;
        std::optional<scene::SetClassChoices> chosen; ///< of what its classes become
        SceneModel model;                             ///< of those that were offered
        MapReader reader = {};                        ///< of other files, in the same way
    };
    /// The maps of a file as the user takes them after having seen the report: for one of these
    /// models, or in the classes of the scene where none is offered.
    std::optional<AskedMaps> askForMaps(const QString& file, std::vector<SceneModel> models,
                                        const std::filesystem::path& instances = {});
    /// Those that a new scene can be made for, that of the present scene first, in its classes.
    std::vector<SceneModel> modelsForMaps() const;
    /// So that the project tells by what its photo was made.
    void nameModel(scene::SceneState& state) const;
    bool recover();
    /// False, after failed(), when the action throws Error.
    bool attempt(const std::function<void()>& action);
    /// False when the user thought better of it.
    bool saveTo(const QString& file);
    enum class Overwrite { Yes, No, ElsewhereInstead };
    /// Yes when the document's file is still as the document left it; asks otherwise.
    Overwrite mayOverwrite();
    /// Waits for exported photos that are not written yet, and says so. False when the user wants
    /// to stay instead.
    bool finishExports();
    /// Handles the events of the program, but not those of the user, until nothing is being saved.
    void waitUntilSaved();
    /// Reads or writes on another thread and waits like that.
    template<class Work>
    auto awayFromWindow(Work work);
    QString folder(Kind kind) const;
    void rememberFolder(Kind kind, const QString& file);
    /// For files of a scene that has none.
    QString suggestedName() const;
    QString chooseImage(const QString& title, QString file);

    Services& m_services;
    QSettings& m_settings;
    SessionFolders m_folders;
    std::filesystem::path m_scenes;
    Adopt m_adopt;
    QWidget& m_window;
    Editor* m_editor = nullptr;
    /// The scene that the program opened by itself, and its steps so far.
    QPointer<Document> m_sample;
    int m_sampleSteps = 0;
    /// A file is waited for.
    bool m_waiting = false;
    RecentFiles m_recent;
    /// Of pictures that came without a file. Gone when the program ends.
    std::unique_ptr<QTemporaryDir> m_pasted;
    int m_pastedCount = 0;
};

template<class Work>
auto FileDesk::awayFromWindow(Work work) {
    const QScopedValueRollback waiting(m_waiting, true);
    return aside(std::move(work));
}

} // namespace underpaint::ui
