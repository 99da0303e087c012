<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>underpaint::app::ModelTrainer</name>
    <message numerus="yes">
        <source>%n photo(s) are left out: too small, unreadable, or the segmenter is not sure what they show.</source>
        <translation>
            <numerusform>%n photo is left out: too small, unreadable, or the segmenter is not sure what it shows.</numerusform>
            <numerusform>%n photos are left out: too small, unreadable, or the segmenter is not sure what they show.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CheckDialog</name>
    <message numerus="yes">
        <source>%1: one object in %n piece(s)</source>
        <translation>
            <numerusform>%1: one object in %n piece</numerusform>
            <numerusform>%1: one object in %n pieces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: an object of %n pixel(s)</source>
        <translation>
            <numerusform>%1: an object of %n pixel</numerusform>
            <numerusform>%1: an object of %n pixels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: a speckle of %n pixel(s)</source>
        <translation>
            <numerusform>%1: a speckle of %n pixel</numerusform>
            <numerusform>%1: a speckle of %n pixels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) may not be meant as they are.</source>
        <translation>
            <numerusform>%n place may not be meant as it is.</numerusform>
            <numerusform>%n places may not be meant as they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::FileDesk</name>
    <message numerus="yes">
        <source>%n changes up to %1 can be restored.</source>
        <translation>
            <numerusform>%n change up to %1 can be restored.</numerusform>
            <numerusform>%n changes up to %1 can be restored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading %n frames …</source>
        <translation>
            <numerusform>Reading %n frame …</numerusform>
            <numerusform>Reading %n frames …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Painting %n frames …</source>
        <translation>
            <numerusform>Painting %n frame …</numerusform>
            <numerusform>Painting %n frames …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exported %n frames to %1.</source>
        <translation>
            <numerusform>Exported %n frame to %1.</numerusform>
            <numerusform>Exported %n frames to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them were there already.</source>
        <translation>
            <numerusform>%n of them was there already.</numerusform>
            <numerusform>%n of them were there already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The labels of %n frames are an estimate. Correct them where it matters, and carry what you paint through the others.</source>
        <translation>
            <numerusform>The labels of %n frame are an estimate. Correct them where it matters.</numerusform>
            <numerusform>The labels of %n frames are an estimate. Correct them where it matters, and carry what you paint through the others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The video is cut off: it claims to have %n frames.</source>
        <translation>
            <numerusform>The video is cut off: it claims to have %n frame.</numerusform>
            <numerusform>The video is cut off: it claims to have %n frames.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames that the sequence does not have any more were removed there.</source>
        <translation>
            <numerusform>%n frame that the sequence does not have any more was removed there.</numerusform>
            <numerusform>%n frames that the sequence does not have any more were removed there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::InstanceCommands</name>
    <message numerus="yes">
        <source>Delete %n instances</source>
        <translation>
            <numerusform>Delete %n instance</numerusform>
            <numerusform>Delete %n instances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::MainWindow</name>
    <message numerus="yes">
        <source>Of %n files the first one is taken.</source>
        <translation>
            <numerusform>Of %n file the first one is taken.</numerusform>
            <numerusform>Of %n files the first one is taken.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ModelChange</name>
    <message numerus="yes">
        <source>%n style(s) are not in this model; undo brings them and the model back.</source>
        <translation>
            <numerusform>%n style is not in this model; undo brings it and the model back.</numerusform>
            <numerusform>%n styles are not in this model; undo brings them and the model back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ModelDialog</name>
    <message numerus="yes">
        <source>%1 of %n classes</source>
        <translation>
            <numerusform>%1 of %n class</numerusform>
            <numerusform>%1 of %n classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n classes</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were written.</source>
        <translation>
            <numerusform>%n file was written.</numerusform>
            <numerusform>%n files were written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::MoveTool</name>
    <message numerus="yes">
        <source>Move: %n objects</source>
        <translation>
            <numerusform>Move: %n object</numerusform>
            <numerusform>Move: %n objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::TrainingDock</name>
    <message numerus="yes">
        <source>Forget “%1” and all that it learnt in %n steps?</source>
        <translation>
            <numerusform>Forget “%1” and all that it learnt in %n step?</numerusform>
            <numerusform>Forget “%1” and all that it learnt in %n steps?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::TranslationDock</name>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation>
            <numerusform>%n instance</numerusform>
            <numerusform>%n instances</numerusform>
        </translation>
    </message>
</context>
</TS>
