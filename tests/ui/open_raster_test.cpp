// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/layers/scene_layers.h"
#include "engine/project/archive/zip_index.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/fill.h"

#include <QImage>
#include <QTest>
#include <QXmlStreamReader>

#include <map>

using namespace underpaint;
using layers::LayerKind;

namespace open_raster_test {

/// OpenRaster files, read back as another program would.
class OpenRasterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFileSaysWhatItIs();
    void layersTogetherAreTheMap_data();
    void layersTogetherAreTheMap();
    void thePhotoCanBeLargerThanTheMap();
    void namesAreKept();
    void largePicturesHaveSmallThumbnails();
    void sceneWithoutAMapIsItsPhoto();
    void whatIsNoPictureIsRefused();
    void namesOfFilesAndKinds();
};

struct ReadLayer {
    QString name;
    QPoint at;
    QImage picture;
};

/// All of a file, checked as far as the specification says how it must be.
struct ReadFile {
    QSize size;
    QList<ReadLayer> layers; ///< the topmost first
    QImage merged;
    QImage thumbnail;
};

QByteArray bytesOf(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

QByteArray memberOf(const project::ZipIndex& zip, const QString& name) {
    const project::ZipMember* member = zip.find(name.toStdString());
    return member != nullptr && member->stored ? bytesOf(member->data) : QByteArray();
}

ReadFile readBack(const std::vector<std::byte>& file) {
    ReadFile read;
    const project::ZipIndex zip(file, "test.ora");
    QXmlStreamReader xml(memberOf(zip, "stack.xml"));
    int stacks = 0;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        const QXmlStreamAttributes values = xml.attributes();
        if (xml.name() == QLatin1String("image")) {
            read.size = {values.value("w").toInt(), values.value("h").toInt()};
        } else if (xml.name() == QLatin1String("stack")) {
            ++stacks;
        } else if (xml.name() == QLatin1String("layer")) {
            read.layers.append({values.value("name").toString(),
                                {values.value("x").toInt(), values.value("y").toInt()},
                                QImage::fromData(memberOf(zip, values.value("src").toString()))});
            if (values.value("opacity").toDouble() != 1 ||
                values.value("visibility") != QLatin1String("visible") ||
                values.value("composite-op") != QLatin1String("svg:src-over")) {
                qFatal("a layer is not shown as it is");
            }
        }
    }
    if (xml.hasError() || stacks != 1) {
        qFatal("stack.xml is no stack");
    }
    read.merged = QImage::fromData(memberOf(zip, "mergedimage.png"));
    read.thumbnail = QImage::fromData(memberOf(zip, "Thumbnails/thumbnail.png"));
    return read;
}

/// The layers from `first` down, painted over each other.
QImage composed(const ReadFile& file, int first) {
    QImage whole(file.size, QImage::Format_ARGB32);
    whole.fill(Qt::transparent);
    for (int i = static_cast<int>(file.layers.size()) - 1; i >= first; --i) {
        const ReadLayer& layer = file.layers[i];
        for (int y = 0; y < layer.picture.height(); ++y) {
            for (int x = 0; x < layer.picture.width(); ++x) {
                const QRgb pixel = layer.picture.pixel(x, y);
                if (qAlpha(pixel) == 255) {
                    whole.setPixel(layer.at + QPoint(x, y), pixel);
                } else if (qAlpha(pixel) != 0) {
                    qFatal("a pixel is neither there nor not");
                }
            }
        }
    }
    return whole;
}

/// CamVid in stripes, with cars.
scene::SceneState sampleScene(Size size, int cars) {
    scene::Scene scene(scene::camvidLabels(), size, 0);
    for (int i = 0; i < 5; ++i) {
        const auto label = static_cast<std::uint16_t>(i);
        scene.apply(scene::fillRectangle(*scene, {0, i * size.height / 5, size.width, size.height},
                                         {label, scene::stuffInstance(label)}));
    }
    const std::uint16_t car = scene->labelSet.at("car").id;
    for (int i = 0; i < cars; ++i) {
        const Rect box{(7 * i) % size.width, (11 * i) % size.height, 5, 4};
        scene.apply(scene::fillRectangle(
            *scene, box, {car, car * scene::instancesPerClass + static_cast<std::uint32_t>(i)}));
    }
    return *scene;
}

Image samplePhoto(Size size) {
    Image photo(size.width, size.height, 3, std::uint8_t{0});
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            photo.at(x, y, 0) = static_cast<std::uint8_t>(x * 3);
            photo.at(x, y, 1) = static_cast<std::uint8_t>(y * 5);
            photo.at(x, y, 2) = static_cast<std::uint8_t>(x + y);
        }
    }
    return photo;
}

QRgb colourOf(const scene::SceneState& scene, int x, int y) {
    const scene::Colour colour = scene.labelSet.at(scene.labels.at(x, y)).colour;
    return qRgb(colour.red, colour.green, colour.blue);
}

void OpenRasterTest::theFileSaysWhatItIs() {
    const scene::SceneState scene = sampleScene({33, 17}, 2);
    const auto file = layers::encodeSceneLayers(scene, samplePhoto({33, 17}), LayerKind::Class);
    // Where programs look for it: the first member, stored, without an extra field.
    const QByteArray bytes = bytesOf(file);
    QCOMPARE(bytes.mid(30, 24), QByteArray("mimetypeimage/openraster"));
    QCOMPARE(bytes.mid(8, 2), QByteArray("\0\0", 2));
    QCOMPARE(bytes.mid(28, 2), QByteArray("\0\0", 2));
    const project::ZipIndex zip(file, "test.ora");
    QCOMPARE(zip.members().front().name, std::string("mimetype"));
    QCOMPARE(bytesOf(zip.members().front().data), QByteArray("image/openraster"));
    for (const project::ZipMember& member : zip.members()) {
        QVERIFY(member.stored);
    }
    // The same scene gives the same bytes.
    QVERIFY(layers::encodeSceneLayers(scene, samplePhoto({33, 17}), LayerKind::Class) == file);
}

void OpenRasterTest::layersTogetherAreTheMap_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("cars");
    QTest::addColumn<bool>("instances");
    QTest::newRow("classes") << 64 << 40 << 3 << false;
    QTest::newRow("instances") << 64 << 40 << 3 << true;
    QTest::newRow("an odd size") << 61 << 23 << 5 << true;
    QTest::newRow("one pixel") << 1 << 1 << 0 << false;
    QTest::newRow("one row") << 97 << 1 << 1 << true;
    QTest::newRow("many instances") << 301 << 203 << 900 << true;
}

void OpenRasterTest::layersTogetherAreTheMap() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, cars);
    QFETCH(bool, instances);
    const Size size{width, height};
    const scene::SceneState scene = sampleScene(size, cars);
    const ReadFile file = readBack(layers::encodeSceneLayers(
        scene, samplePhoto(size), instances ? LayerKind::Instance : LayerKind::Class));
    QCOMPARE(file.size, QSize(width, height));
    QCOMPARE(file.layers.front().name, QStringLiteral("Photo"));
    QCOMPARE(file.merged.size(), file.size);
    const QImage all = composed(file, 0);
    const QImage map = composed(file, 1);
    const Image photo = samplePhoto(size);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const QRgb expected = qRgb(photo.at(x, y, 0), photo.at(x, y, 1), photo.at(x, y, 2));
            QCOMPARE(all.pixel(x, y), expected);
            QCOMPARE(file.merged.pixel(x, y), expected);
            QCOMPARE(map.pixel(x, y), colourOf(scene, x, y));
        }
    }
    // Every class or instance that has pixels has one layer, of its own size.
    std::map<std::uint32_t, Rect> boxes;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const std::uint32_t id = instances ? scene.instances.at(x, y) : scene.labels.at(x, y);
            boxes[id] = boxes[id].united({x, y, 1, 1});
        }
    }
    QCOMPARE(file.layers.size(), static_cast<qsizetype>(boxes.size()) + 1);
    long long areas = 0;
    long long expected = 0;
    for (const auto& [id, box] : boxes) {
        expected += 1LL * box.width * box.height;
    }
    for (qsizetype i = 1; i < file.layers.size(); ++i) {
        areas += 1LL * file.layers[i].picture.width() * file.layers[i].picture.height();
    }
    QCOMPARE(areas, expected);
}

void OpenRasterTest::thePhotoCanBeLargerThanTheMap() {
    const scene::SceneState scene = sampleScene({20, 10}, 1);
    const ReadFile file =
        readBack(layers::encodeSceneLayers(scene, samplePhoto({60, 30}), LayerKind::Class));
    QCOMPARE(file.size, QSize(60, 30));
    const QImage map = composed(file, 1);
    for (int y = 0; y < 30; ++y) {
        for (int x = 0; x < 60; ++x) {
            QCOMPARE(map.pixel(x, y), colourOf(scene, x / 3, y / 3));
        }
    }
}

void OpenRasterTest::namesAreKept() {
    scene::SceneState scene = sampleScene({40, 30}, 2);
    scene.labelSet = scene.labelSet.renamed(1, "<a> & \"b\" 's' 街");
    const ReadFile classes =
        readBack(layers::encodeSceneLayers(scene, samplePhoto({40, 30}), LayerKind::Class));
    QStringList names;
    for (const ReadLayer& layer : classes.layers) {
        names << layer.name;
    }
    QVERIFY(names.contains(QString::fromUtf8("<a> & \"b\" 's' 街")));
    QVERIFY(names.contains("car"));
    const ReadFile instances =
        readBack(layers::encodeSceneLayers(scene, samplePhoto({40, 30}), LayerKind::Instance));
    const std::uint16_t car = scene.labelSet.at("car").id;
    names.clear();
    for (const ReadLayer& layer : instances.layers) {
        names << layer.name;
    }
    QVERIFY(names.contains(QStringLiteral("car %1").arg(car * 1000)));
    QVERIFY(names.contains(QStringLiteral("car %1").arg(car * 1000 + 1)));
    QVERIFY(names.contains("sky"));
}

void OpenRasterTest::largePicturesHaveSmallThumbnails() {
    const ReadFile wide = readBack(layers::encodeSceneLayers(
        sampleScene({600, 100}, 0), samplePhoto({600, 100}), LayerKind::Class));
    QCOMPARE(wide.thumbnail.size(), QSize(256, 42));
    const ReadFile small = readBack(layers::encodeSceneLayers(
        sampleScene({60, 100}, 0), samplePhoto({60, 100}), LayerKind::Class));
    QCOMPARE(small.thumbnail.size(), QSize(60, 100));
}

void OpenRasterTest::sceneWithoutAMapIsItsPhoto() {
    const ReadFile file = readBack(
        layers::encodeSceneLayers(scene::SceneState(), samplePhoto({9, 7}), LayerKind::Class));
    QCOMPARE(file.layers.size(), 1);
    QCOMPARE(file.size, QSize(9, 7));
}

void OpenRasterTest::whatIsNoPictureIsRefused() {
    layers::LayeredPicture picture;
    QVERIFY_THROWS_EXCEPTION(Error, layers::encodeOpenRaster(picture));
    picture = layers::sceneLayers(sampleScene({8, 8}, 0), samplePhoto({8, 8}), LayerKind::Class);
    picture.merged = samplePhoto({7, 8});
    QVERIFY_THROWS_EXCEPTION(Error, layers::encodeOpenRaster(picture));
}

void OpenRasterTest::namesOfFilesAndKinds() {
    QVERIFY(layers::isLayeredName("a.ora"));
    QVERIFY(layers::isLayeredName("a.ORA"));
    QVERIFY(!layers::isLayeredName("ora.png"));
    QVERIFY(layers::layerKindFromName("instance") == LayerKind::Instance);
    QVERIFY_THROWS_EXCEPTION(Error, layers::layerKindFromName("both"));
}

} // namespace open_raster_test

QTEST_GUILESS_MAIN(open_raster_test::OpenRasterTest)
#include "open_raster_test.moc"
