<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>underpaint::app::LabelledPhotos</name>
    <message>
        <source>There is no photo in %1.</source>
        <translation>%1 中没有照片。</translation>
    </message>
    <message>
        <source>The segmenter is not sure what any of these photos shows.</source>
        <translation>分割器对这些照片的内容都没有把握。</translation>
    </message>
</context>
<context>
    <name>underpaint::app::ModelComparisons</name>
    <message>
        <source>The photos were not finished.</source>
        <translation>照片未能全部完成。</translation>
    </message>
</context>
<context>
    <name>underpaint::app::ModelLoader</name>
    <message>
        <source>No model was found. Open a package in the Model menu.</source>
        <translation>未找到模型。请在“模型”菜单中打开模型包。</translation>
    </message>
    <message>
        <source>The model of this scene is not in the model folders; “%1” renders it.</source>
        <translation>模型文件夹中没有此场景的模型，改用“%1”渲染。</translation>
    </message>
    <message>
        <source>There is no model %1 in the model folders.</source>
        <translation>模型文件夹中没有模型 %1。</translation>
    </message>
</context>
<context>
    <name>underpaint::app::ModelStore</name>
    <message>
        <source>only models in your own folder and in folders that you added can be changed</source>
        <translation>只有您自己的文件夹和您添加的文件夹中的模型可以更改</translation>
    </message>
    <message>
        <source>There is no TorchScript of it: %1</source>
        <translation>没有它的 TorchScript：%1</translation>
    </message>
</context>
<context>
    <name>underpaint::app::ModelTrainer</name>
    <message numerus="yes">
        <source>%n photo(s) are left out: too small, unreadable, or the segmenter is not sure what they show.</source>
        <translation>
            <numerusform>略去了 %n 张照片：太小、无法读取，或分割器对其内容没有把握。</numerusform>
        </translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>没有载入模型</translation>
    </message>
    <message>
        <source>“%1” is not accepted or discarded yet</source>
        <translation>“%1”尚未采用或放弃</translation>
    </message>
    <message>
        <source>models of this kind are trained on the command line only</source>
        <translation>此类模型只能在命令行训练</translation>
    </message>
    <message>
        <source>there is no segmenter</source>
        <translation>没有分割器</translation>
    </message>
    <message>
        <source>the scene has no photo layer</source>
        <translation>场景没有照片图层</translation>
    </message>
    <message>
        <source>The model needs a name.</source>
        <translation>模型需要一个名称。</translation>
    </message>
    <message>
        <source>The name becomes that of a file: without / and signs that cannot be seen.</source>
        <translation>名称会成为文件名：不能含 / 和不可见的字符。</translation>
    </message>
    <message>
        <source>There is a model of this name already.</source>
        <translation>已有同名模型。</translation>
    </message>
    <message>
        <source>there is no model to accept yet</source>
        <translation>还没有可采用的模型</translation>
    </message>
</context>
<context>
    <name>underpaint::app::PhotoSegmenter</name>
    <message>
        <source>There is no segmenter that knows the classes of “%1”. Put its package into a model folder, or train one.</source>
        <translation>没有认识“%1”各类别的分割模型。请将其模型包放入模型文件夹，或自行训练一个。</translation>
    </message>
    <message>
        <source>There is not enough memory to read the photo.</source>
        <translation>内存不足，无法读取照片。</translation>
    </message>
</context>
<context>
    <name>underpaint::app::PhotoTransfer</name>
    <message>
        <source>The photo was not written: another model was loaded before it was rendered.</source>
        <translation>照片未写出：渲染完成前载入了另一个模型。</translation>
    </message>
    <message>
        <source>The photo was not written: its scene was closed before it was rendered.</source>
        <translation>照片未写出：场景在渲染完成前已关闭。</translation>
    </message>
    <message>
        <source>no model is loaded yet</source>
        <translation>尚未加载模型</translation>
    </message>
    <message>
        <source>there is no segmenter for the classes of this model</source>
        <translation>没有适用于此模型类别的分割模型</translation>
    </message>
    <message>
        <source>There is no model to render the photo with.</source>
        <translation>没有可用于渲染照片的模型。</translation>
    </message>
    <message>
        <source>The photo was not written: its rendering was stopped.</source>
        <translation>照片未写出：渲染已停止。</translation>
    </message>
    <message>
        <source>There is not enough memory to write the photo.</source>
        <translation>内存不足，无法写入照片。</translation>
    </message>
</context>
<context>
    <name>underpaint::app::SequenceExports</name>
    <message>
        <source>no model is loaded</source>
        <translation>没有加载模型</translation>
    </message>
    <message>
        <source>The sequence was not finished: its rendering was stopped.</source>
        <translation>序列没有完成：渲染被停止了。</translation>
    </message>
</context>
<context>
    <name>underpaint::app::VideoOpenings</name>
    <message>
        <source>this program opens no videos</source>
        <translation>本程序不能打开视频</translation>
    </message>
    <message>
        <source>The video was not taken apart: that was stopped.</source>
        <translation>视频没有拆成帧：操作被中止了。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ActionBook</name>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>内存不足，无法执行此操作。</translation>
    </message>
    <message>
        <source>Not now: %1</source>
        <translation>暂不可用：%1</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::AreaTool</name>
    <message>
        <source>Nothing changed there: the pixels have this label already, are locked, or lie outside of the selection.</source>
        <translation>此处没有变化：像素已是该标签、已锁定或位于选区之外。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>What happens with the enclosed area</source>
        <translation>如何处理围住的区域</translation>
    </message>
    <message>
        <source>Paint it</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Select it</source>
        <translation>选择</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::Badge</name>
    <message>
        <source>Exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Approximate</source>
        <translation>近似</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>过期</translation>
    </message>
    <message>
        <source>No photo yet</source>
        <translation>尚无照片</translation>
    </message>
    <message>
        <source>%1 · rendering %2 %</source>
        <translation>%1 · 正在渲染 %2 %</translation>
    </message>
    <message>
        <source>%1 · %2 ms</source>
        <translation>%1 · %2 ms</translation>
    </message>
    <message>
        <source>Unknown to the model: %1</source>
        <translation>模型不认识：%1</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>The label map and the photo that is made of it</source>
        <translation>标签图以及由它生成的照片</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CarriedEdit</name>
    <message>
        <source>Nothing was painted in this frame since its edits were carried last. Paint in it first</source>
        <translation>自上次带过修改以来，这一帧里没有画过任何东西。请先在这一帧里画</translation>
    </message>
    <message>
        <source>The edit changes no other frame of the range: what was painted leaves the picture, or another scene begins beside it</source>
        <translation>这处修改不改变范围内的其他帧：画的东西离开了画面，或者旁边开始了另一个镜头</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CheckDialog</name>
    <message>
        <source>&amp;Remove All Speckles</source>
        <translation>去除所有斑点(&amp;R)</translation>
    </message>
    <message>
        <source>Check of the Scene</source>
        <translation>场景检查</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>发现的问题</translation>
    </message>
    <message>
        <source>A click goes to the place</source>
        <translation>单击可前往该处</translation>
    </message>
    <message>
        <source>Each gets the class that most of the pixels around it have</source>
        <translation>每个斑点取其周围多数像素的类别</translation>
    </message>
    <message>
        <source>%1: the model does not know it</source>
        <translation>%1：模型不认识它</translation>
    </message>
    <message numerus="yes">
        <source>%1: one object in %n piece(s)</source>
        <translation>
            <numerusform>%1：一个对象分成 %n 块</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: an object of %n pixel(s)</source>
        <translation>
            <numerusform>%1：仅 %n 个像素的对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: a speckle of %n pixel(s)</source>
        <translation>
            <numerusform>%1：%n 个像素的斑点</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was found that looks like a mistake.</source>
        <translation>没有发现看起来像错误的地方。</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) may not be meant as they are.</source>
        <translation>
            <numerusform>有 %n 处可能并非本意。</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove speckles</source>
        <translation>去除斑点</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ClassCorrection</name>
    <message>
        <source>What classes become</source>
        <translation>类别变成什么</translation>
    </message>
    <message>
        <source>This model does not know %1; the areas became unlabelled, and undo brings them and the model back.</source>
        <translation>此模型没有标签%1；这些区域已变为未标注，撤销会一并恢复它们和原来的模型。</translation>
    </message>
    <message>
        <source>%1 became %2</source>
        <translation>%1变为%2</translation>
    </message>
    <message>
        <source>It has nothing nearer for these: %1.</source>
        <translation>以下类别只能取最接近的：%1。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ClassNames</name>
    <message>
        <source>unlabeled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>ego vehicle</source>
        <translation>自车</translation>
    </message>
    <message>
        <source>rectification border</source>
        <translation>校正边框</translation>
    </message>
    <message>
        <source>out of roi</source>
        <translation>区域之外</translation>
    </message>
    <message>
        <source>static</source>
        <translation>静态物</translation>
    </message>
    <message>
        <source>dynamic</source>
        <translation>动态物</translation>
    </message>
    <message>
        <source>ground</source>
        <translation>地面</translation>
    </message>
    <message>
        <source>road</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>sidewalk</source>
        <translation>人行道</translation>
    </message>
    <message>
        <source>parking</source>
        <translation>停车区</translation>
    </message>
    <message>
        <source>rail track</source>
        <translation>轨道</translation>
    </message>
    <message>
        <source>building</source>
        <translation>建筑</translation>
    </message>
    <message>
        <source>wall</source>
        <translation>墙</translation>
    </message>
    <message>
        <source>fence</source>
        <translation>围栏</translation>
    </message>
    <message>
        <source>guard rail</source>
        <translation>护栏</translation>
    </message>
    <message>
        <source>bridge</source>
        <translation>桥</translation>
    </message>
    <message>
        <source>tunnel</source>
        <translation>隧道</translation>
    </message>
    <message>
        <source>pole</source>
        <translation>杆</translation>
    </message>
    <message>
        <source>polegroup</source>
        <translation>杆群</translation>
    </message>
    <message>
        <source>traffic light</source>
        <translation>交通灯</translation>
    </message>
    <message>
        <source>traffic sign</source>
        <translation>交通标志</translation>
    </message>
    <message>
        <source>vegetation</source>
        <translation>植被</translation>
    </message>
    <message>
        <source>terrain</source>
        <translation>地形</translation>
    </message>
    <message>
        <source>sky</source>
        <translation>天空</translation>
    </message>
    <message>
        <source>person</source>
        <translation>人</translation>
    </message>
    <message>
        <source>rider</source>
        <translation>骑行者</translation>
    </message>
    <message>
        <source>car</source>
        <translation>汽车</translation>
    </message>
    <message>
        <source>truck</source>
        <translation>卡车</translation>
    </message>
    <message>
        <source>bus</source>
        <translation>公共汽车</translation>
    </message>
    <message>
        <source>caravan</source>
        <translation>房车</translation>
    </message>
    <message>
        <source>trailer</source>
        <translation>挂车</translation>
    </message>
    <message>
        <source>train</source>
        <translation>列车</translation>
    </message>
    <message>
        <source>motorcycle</source>
        <translation>摩托车</translation>
    </message>
    <message>
        <source>bicycle</source>
        <translation>自行车</translation>
    </message>
    <message>
        <source>license plate</source>
        <translation>车牌</translation>
    </message>
    <message>
        <source>pavement</source>
        <translation>人行道</translation>
    </message>
    <message>
        <source>tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>sign</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>pedestrian</source>
        <translation>行人</translation>
    </message>
    <message>
        <source>bicyclist</source>
        <translation>骑车人</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>facade</source>
        <translation>立面</translation>
    </message>
    <message>
        <source>window</source>
        <translation>窗</translation>
    </message>
    <message>
        <source>door</source>
        <translation>门</translation>
    </message>
    <message>
        <source>cornice</source>
        <translation>檐口</translation>
    </message>
    <message>
        <source>sill</source>
        <translation>窗台</translation>
    </message>
    <message>
        <source>balcony</source>
        <translation>阳台</translation>
    </message>
    <message>
        <source>blind</source>
        <translation>遮帘</translation>
    </message>
    <message>
        <source>deco</source>
        <translation>装饰</translation>
    </message>
    <message>
        <source>molding</source>
        <translation>线脚</translation>
    </message>
    <message>
        <source>pillar</source>
        <translation>柱</translation>
    </message>
    <message>
        <source>shop</source>
        <translation>店铺</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>null</source>
        <translation>空</translation>
    </message>
    <message>
        <source>accessories</source>
        <translation>配饰</translation>
    </message>
    <message>
        <source>bag</source>
        <translation>包</translation>
    </message>
    <message>
        <source>belt</source>
        <translation>腰带</translation>
    </message>
    <message>
        <source>blazer</source>
        <translation>西装外套</translation>
    </message>
    <message>
        <source>blouse</source>
        <translation>女式衬衫</translation>
    </message>
    <message>
        <source>bodysuit</source>
        <translation>连体紧身衣</translation>
    </message>
    <message>
        <source>boots</source>
        <translation>靴子</translation>
    </message>
    <message>
        <source>bra</source>
        <translation>文胸</translation>
    </message>
    <message>
        <source>bracelet</source>
        <translation>手镯</translation>
    </message>
    <message>
        <source>cape</source>
        <translation>斗篷</translation>
    </message>
    <message>
        <source>cardigan</source>
        <translation>开衫</translation>
    </message>
    <message>
        <source>clogs</source>
        <translation>木屐鞋</translation>
    </message>
    <message>
        <source>coat</source>
        <translation>大衣</translation>
    </message>
    <message>
        <source>dress</source>
        <translation>连衣裙</translation>
    </message>
    <message>
        <source>earrings</source>
        <translation>耳环</translation>
    </message>
    <message>
        <source>flats</source>
        <translation>平底鞋</translation>
    </message>
    <message>
        <source>glasses</source>
        <translation>眼镜</translation>
    </message>
    <message>
        <source>gloves</source>
        <translation>手套</translation>
    </message>
    <message>
        <source>hair</source>
        <translation>头发</translation>
    </message>
    <message>
        <source>hat</source>
        <translation>帽子</translation>
    </message>
    <message>
        <source>heels</source>
        <translation>高跟鞋</translation>
    </message>
    <message>
        <source>hoodie</source>
        <translation>连帽衫</translation>
    </message>
    <message>
        <source>intimate</source>
        <translation>内衣</translation>
    </message>
    <message>
        <source>jacket</source>
        <translation>夹克</translation>
    </message>
    <message>
        <source>jeans</source>
        <translation>牛仔裤</translation>
    </message>
    <message>
        <source>jumper</source>
        <translation>套头衫</translation>
    </message>
    <message>
        <source>leggings</source>
        <translation>紧身裤</translation>
    </message>
    <message>
        <source>loafers</source>
        <translation>乐福鞋</translation>
    </message>
    <message>
        <source>necklace</source>
        <translation>项链</translation>
    </message>
    <message>
        <source>panties</source>
        <translation>内裤</translation>
    </message>
    <message>
        <source>pants</source>
        <translation>长裤</translation>
    </message>
    <message>
        <source>pumps</source>
        <translation>浅口鞋</translation>
    </message>
    <message>
        <source>purse</source>
        <translation>手袋</translation>
    </message>
    <message>
        <source>ring</source>
        <translation>戒指</translation>
    </message>
    <message>
        <source>romper</source>
        <translation>连体短裤</translation>
    </message>
    <message>
        <source>sandals</source>
        <translation>凉鞋</translation>
    </message>
    <message>
        <source>scarf</source>
        <translation>围巾</translation>
    </message>
    <message>
        <source>shirt</source>
        <translation>衬衫</translation>
    </message>
    <message>
        <source>shoes</source>
        <translation>鞋</translation>
    </message>
    <message>
        <source>shorts</source>
        <translation>短裤</translation>
    </message>
    <message>
        <source>skin</source>
        <translation>皮肤</translation>
    </message>
    <message>
        <source>skirt</source>
        <translation>裙子</translation>
    </message>
    <message>
        <source>sneakers</source>
        <translation>运动鞋</translation>
    </message>
    <message>
        <source>socks</source>
        <translation>袜子</translation>
    </message>
    <message>
        <source>stockings</source>
        <translation>长筒袜</translation>
    </message>
    <message>
        <source>suit</source>
        <translation>西装</translation>
    </message>
    <message>
        <source>sunglasses</source>
        <translation>太阳镜</translation>
    </message>
    <message>
        <source>sweater</source>
        <translation>毛衣</translation>
    </message>
    <message>
        <source>sweatshirt</source>
        <translation>卫衣</translation>
    </message>
    <message>
        <source>swimwear</source>
        <translation>泳装</translation>
    </message>
    <message>
        <source>t-shirt</source>
        <translation>T 恤</translation>
    </message>
    <message>
        <source>tie</source>
        <translation>领带</translation>
    </message>
    <message>
        <source>tights</source>
        <translation>连裤袜</translation>
    </message>
    <message>
        <source>top</source>
        <translation>上衣</translation>
    </message>
    <message>
        <source>vest</source>
        <translation>背心</translation>
    </message>
    <message>
        <source>wallet</source>
        <translation>钱包</translation>
    </message>
    <message>
        <source>watch</source>
        <translation>手表</translation>
    </message>
    <message>
        <source>wedges</source>
        <translation>坡跟鞋</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>类别 %1</translation>
    </message>
    <message>
        <source>floor</source>
        <translation>地板</translation>
    </message>
    <message>
        <source>ceiling</source>
        <translation>天花板</translation>
    </message>
    <message>
        <source>bed</source>
        <translation>床</translation>
    </message>
    <message>
        <source>windowpane</source>
        <translation>窗户</translation>
    </message>
    <message>
        <source>grass</source>
        <translation>草地</translation>
    </message>
    <message>
        <source>cabinet</source>
        <translation>橱柜</translation>
    </message>
    <message>
        <source>earth</source>
        <translation>泥土</translation>
    </message>
    <message>
        <source>table</source>
        <translation>桌子</translation>
    </message>
    <message>
        <source>mountain</source>
        <translation>山</translation>
    </message>
    <message>
        <source>plant</source>
        <translation>植物</translation>
    </message>
    <message>
        <source>curtain</source>
        <translation>窗帘</translation>
    </message>
    <message>
        <source>chair</source>
        <translation>椅子</translation>
    </message>
    <message>
        <source>water</source>
        <translation>水</translation>
    </message>
    <message>
        <source>painting</source>
        <translation>画</translation>
    </message>
    <message>
        <source>sofa</source>
        <translation>沙发</translation>
    </message>
    <message>
        <source>shelf</source>
        <translation>架子</translation>
    </message>
    <message>
        <source>house</source>
        <translation>房屋</translation>
    </message>
    <message>
        <source>sea</source>
        <translation>海</translation>
    </message>
    <message>
        <source>mirror</source>
        <translation>镜子</translation>
    </message>
    <message>
        <source>rug</source>
        <translation>地毯</translation>
    </message>
    <message>
        <source>field</source>
        <translation>田野</translation>
    </message>
    <message>
        <source>armchair</source>
        <translation>扶手椅</translation>
    </message>
    <message>
        <source>seat</source>
        <translation>座位</translation>
    </message>
    <message>
        <source>desk</source>
        <translation>书桌</translation>
    </message>
    <message>
        <source>rock</source>
        <translation>岩石</translation>
    </message>
    <message>
        <source>wardrobe</source>
        <translation>衣柜</translation>
    </message>
    <message>
        <source>lamp</source>
        <translation>灯</translation>
    </message>
    <message>
        <source>bathtub</source>
        <translation>浴缸</translation>
    </message>
    <message>
        <source>railing</source>
        <translation>栏杆</translation>
    </message>
    <message>
        <source>cushion</source>
        <translation>坐垫</translation>
    </message>
    <message>
        <source>base</source>
        <translation>底座</translation>
    </message>
    <message>
        <source>box</source>
        <translation>箱子</translation>
    </message>
    <message>
        <source>column</source>
        <translation>柱子</translation>
    </message>
    <message>
        <source>signboard</source>
        <translation>招牌</translation>
    </message>
    <message>
        <source>chest of drawers</source>
        <translation>抽屉柜</translation>
    </message>
    <message>
        <source>counter</source>
        <translation>柜台</translation>
    </message>
    <message>
        <source>sand</source>
        <translation>沙子</translation>
    </message>
    <message>
        <source>sink</source>
        <translation>水槽</translation>
    </message>
    <message>
        <source>skyscraper</source>
        <translation>摩天楼</translation>
    </message>
    <message>
        <source>fireplace</source>
        <translation>壁炉</translation>
    </message>
    <message>
        <source>refrigerator</source>
        <translation>冰箱</translation>
    </message>
    <message>
        <source>grandstand</source>
        <translation>看台</translation>
    </message>
    <message>
        <source>path</source>
        <translation>小路</translation>
    </message>
    <message>
        <source>stairs</source>
        <translation>楼梯</translation>
    </message>
    <message>
        <source>runway</source>
        <translation>跑道</translation>
    </message>
    <message>
        <source>case</source>
        <translation>展柜</translation>
    </message>
    <message>
        <source>pool table</source>
        <translation>台球桌</translation>
    </message>
    <message>
        <source>pillow</source>
        <translation>枕头</translation>
    </message>
    <message>
        <source>screen door</source>
        <translation>纱门</translation>
    </message>
    <message>
        <source>stairway</source>
        <translation>阶梯</translation>
    </message>
    <message>
        <source>river</source>
        <translation>河流</translation>
    </message>
    <message>
        <source>bookcase</source>
        <translation>书柜</translation>
    </message>
    <message>
        <source>coffee table</source>
        <translation>茶几</translation>
    </message>
    <message>
        <source>toilet</source>
        <translation>马桶</translation>
    </message>
    <message>
        <source>flower</source>
        <translation>花</translation>
    </message>
    <message>
        <source>book</source>
        <translation>书</translation>
    </message>
    <message>
        <source>hill</source>
        <translation>丘陵</translation>
    </message>
    <message>
        <source>bench</source>
        <translation>长凳</translation>
    </message>
    <message>
        <source>countertop</source>
        <translation>台面</translation>
    </message>
    <message>
        <source>stove</source>
        <translation>炉灶</translation>
    </message>
    <message>
        <source>palm</source>
        <translation>棕榈</translation>
    </message>
    <message>
        <source>kitchen island</source>
        <translation>厨房岛台</translation>
    </message>
    <message>
        <source>computer</source>
        <translation>电脑</translation>
    </message>
    <message>
        <source>swivel chair</source>
        <translation>转椅</translation>
    </message>
    <message>
        <source>boat</source>
        <translation>小船</translation>
    </message>
    <message>
        <source>bar</source>
        <translation>吧台</translation>
    </message>
    <message>
        <source>arcade machine</source>
        <translation>街机</translation>
    </message>
    <message>
        <source>hovel</source>
        <translation>棚屋</translation>
    </message>
    <message>
        <source>towel</source>
        <translation>毛巾</translation>
    </message>
    <message>
        <source>light</source>
        <translation>灯具</translation>
    </message>
    <message>
        <source>tower</source>
        <translation>塔</translation>
    </message>
    <message>
        <source>chandelier</source>
        <translation>吊灯</translation>
    </message>
    <message>
        <source>awning</source>
        <translation>遮阳篷</translation>
    </message>
    <message>
        <source>streetlight</source>
        <translation>路灯</translation>
    </message>
    <message>
        <source>booth</source>
        <translation>亭子</translation>
    </message>
    <message>
        <source>television</source>
        <translation>电视</translation>
    </message>
    <message>
        <source>airplane</source>
        <translation>飞机</translation>
    </message>
    <message>
        <source>dirt track</source>
        <translation>土路</translation>
    </message>
    <message>
        <source>apparel</source>
        <translation>衣物</translation>
    </message>
    <message>
        <source>land</source>
        <translation>土地</translation>
    </message>
    <message>
        <source>bannister</source>
        <translation>扶栏</translation>
    </message>
    <message>
        <source>escalator</source>
        <translation>自动扶梯</translation>
    </message>
    <message>
        <source>ottoman</source>
        <translation>脚凳</translation>
    </message>
    <message>
        <source>bottle</source>
        <translation>瓶子</translation>
    </message>
    <message>
        <source>buffet</source>
        <translation>餐具柜</translation>
    </message>
    <message>
        <source>poster</source>
        <translation>海报</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>舞台</translation>
    </message>
    <message>
        <source>van</source>
        <translation>面包车</translation>
    </message>
    <message>
        <source>ship</source>
        <translation>轮船</translation>
    </message>
    <message>
        <source>fountain</source>
        <translation>喷泉</translation>
    </message>
    <message>
        <source>conveyer belt</source>
        <translation>传送带</translation>
    </message>
    <message>
        <source>canopy</source>
        <translation>顶篷</translation>
    </message>
    <message>
        <source>washer</source>
        <translation>洗衣机</translation>
    </message>
    <message>
        <source>plaything</source>
        <translation>玩具</translation>
    </message>
    <message>
        <source>swimming pool</source>
        <translation>游泳池</translation>
    </message>
    <message>
        <source>stool</source>
        <translation>凳子</translation>
    </message>
    <message>
        <source>barrel</source>
        <translation>桶</translation>
    </message>
    <message>
        <source>basket</source>
        <translation>篮子</translation>
    </message>
    <message>
        <source>waterfall</source>
        <translation>瀑布</translation>
    </message>
    <message>
        <source>tent</source>
        <translation>帐篷</translation>
    </message>
    <message>
        <source>minibike</source>
        <translation>小摩托</translation>
    </message>
    <message>
        <source>cradle</source>
        <translation>摇篮</translation>
    </message>
    <message>
        <source>oven</source>
        <translation>烤箱</translation>
    </message>
    <message>
        <source>ball</source>
        <translation>球</translation>
    </message>
    <message>
        <source>food</source>
        <translation>食物</translation>
    </message>
    <message>
        <source>step</source>
        <translation>台阶</translation>
    </message>
    <message>
        <source>tank</source>
        <translation>水箱</translation>
    </message>
    <message>
        <source>trade name</source>
        <translation>商标</translation>
    </message>
    <message>
        <source>microwave</source>
        <translation>微波炉</translation>
    </message>
    <message>
        <source>pot</source>
        <translation>锅</translation>
    </message>
    <message>
        <source>animal</source>
        <translation>动物</translation>
    </message>
    <message>
        <source>lake</source>
        <translation>湖</translation>
    </message>
    <message>
        <source>dishwasher</source>
        <translation>洗碗机</translation>
    </message>
    <message>
        <source>screen</source>
        <translation>屏幕</translation>
    </message>
    <message>
        <source>blanket</source>
        <translation>毯子</translation>
    </message>
    <message>
        <source>sculpture</source>
        <translation>雕塑</translation>
    </message>
    <message>
        <source>hood</source>
        <translation>抽油烟机</translation>
    </message>
    <message>
        <source>sconce</source>
        <translation>壁灯</translation>
    </message>
    <message>
        <source>vase</source>
        <translation>花瓶</translation>
    </message>
    <message>
        <source>tray</source>
        <translation>托盘</translation>
    </message>
    <message>
        <source>ashcan</source>
        <translation>垃圾桶</translation>
    </message>
    <message>
        <source>fan</source>
        <translation>风扇</translation>
    </message>
    <message>
        <source>pier</source>
        <translation>码头</translation>
    </message>
    <message>
        <source>crt screen</source>
        <translation>显像管屏幕</translation>
    </message>
    <message>
        <source>plate</source>
        <translation>盘子</translation>
    </message>
    <message>
        <source>monitor</source>
        <translation>显示器</translation>
    </message>
    <message>
        <source>bulletin board</source>
        <translation>布告板</translation>
    </message>
    <message>
        <source>shower</source>
        <translation>淋浴</translation>
    </message>
    <message>
        <source>radiator</source>
        <translation>暖气片</translation>
    </message>
    <message>
        <source>glass</source>
        <translation>玻璃杯</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>钟</translation>
    </message>
    <message>
        <source>flag</source>
        <translation>旗帜</translation>
    </message>
    <message>
        <source>bush</source>
        <translation>灌木</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ClassTableView</name>
    <message>
        <source>What classes become</source>
        <translation>类别变成什么</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>变为</translation>
    </message>
    <message>
        <source>%1 becomes</source>
        <translation>%1 变为</translation>
    </message>
    <message>
        <source>— unlabelled —</source>
        <translation>— 未标注 —</translation>
    </message>
    <message>
        <source>The nearest class only</source>
        <translation>只是最接近的类别</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>No class has this name or meaning</source>
        <translation>没有同名或同义的类别</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ClassesDialog</name>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>As Their &amp;Names Say</source>
        <translation>按名称对应(&amp;N)</translation>
    </message>
    <message>
        <source>Classes of the Scene</source>
        <translation>场景的类别</translation>
    </message>
    <message>
        <source>The scene was in the classes of %1 and is now in those of the model, %2. The table says what each became. What you change here counts for all that was not painted since, and the project remembers it for the next time.</source>
        <translation>场景原来使用“%1”的类别，现在使用模型“%2”的类别。表中列出每个类别变成了什么。在这里所做的更改适用于此后未重新绘制的部分，项目会记住它，供下次使用。</translation>
    </message>
    <message>
        <source>Forgets what was chosen here</source>
        <translation>清除在这里所做的选择</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CodeActions</name>
    <message>
        <source>Random &amp;Variation</source>
        <translation>随机变化(&amp;V)</translation>
    </message>
    <message>
        <source>Another look for the whole scene; locked values stay</source>
        <translation>整个场景换一种外观；锁定的值保持不变</translation>
    </message>
    <message>
        <source>Random variation</source>
        <translation>随机变化</translation>
    </message>
    <message>
        <source>Variation of the &amp;Seed</source>
        <translation>种子的变化(&amp;S)</translation>
    </message>
    <message>
        <source>Back to the look that belongs to the scene&apos;s seed</source>
        <translation>恢复为场景种子所对应的外观</translation>
    </message>
    <message>
        <source>Variation of the seed</source>
        <translation>种子的变化</translation>
    </message>
    <message>
        <source>&amp;Copy Variation</source>
        <translation>复制变化(&amp;C)</translation>
    </message>
    <message>
        <source>The numbers of the code as text, for another scene or the command line</source>
        <translation>把编码的数字复制为文本，可用于其他场景或命令行</translation>
    </message>
    <message>
        <source>Pas&amp;te Variation</source>
        <translation>粘贴变化(&amp;T)</translation>
    </message>
    <message>
        <source>The scene takes the code of the clipboard</source>
        <translation>场景采用剪贴板中的编码</translation>
    </message>
    <message>
        <source>Paste variation</source>
        <translation>粘贴变化</translation>
    </message>
    <message>
        <source>&amp;Keep Variation</source>
        <translation>收藏变化(&amp;K)</translation>
    </message>
    <message>
        <source>Adds the code to those that are kept for this model</source>
        <translation>把编码加入此模型的收藏</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>未载入模型</translation>
    </message>
    <message>
        <source>the model has no variations</source>
        <translation>模型没有变化</translation>
    </message>
    <message>
        <source>the model cannot read its variation from a photo</source>
        <translation>模型不能从照片读取变化</translation>
    </message>
    <message>
        <source>all values are locked</source>
        <translation>所有值都已锁定</translation>
    </message>
    <message>
        <source>this is the variation of the seed</source>
        <translation>现在就是种子的变化</translation>
    </message>
    <message>
        <source>Variation from %1</source>
        <translation>来自 %1 的变化</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CodeDock</name>
    <message>
        <source>Variations</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>各值</translation>
    </message>
    <message>
        <source>Two at Once</source>
        <translation>同时调两个值</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样例</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>From One to Another</source>
        <translation>从一个到另一个</translation>
    </message>
    <message>
        <source>Value %1 of the variation</source>
        <translation>变化的第 %1 个值</translation>
    </message>
    <message>
        <source>Two values of the variation</source>
        <translation>变化的两个值</translation>
    </message>
    <message>
        <source>Variation of the samples</source>
        <translation>样例中的变化</translation>
    </message>
    <message>
        <source>Kept variation</source>
        <translation>收藏的变化</translation>
    </message>
    <message>
        <source>Variation of the strip</source>
        <translation>过渡条中的变化</translation>
    </message>
    <message>
        <source>The variations of a model appear here once one is loaded that has a code for them, as BicycleGAN has.</source>
        <translation>载入带有编码的模型后，它的变化会显示在这里。</translation>
    </message>
    <message>
        <source>The scene&apos;s code has %1 values and was made with another model; this one takes %2. Choose a variation, or go back to that of the seed.</source>
        <translation>场景的编码有 %1 个值，来自其他模型；此模型需要 %2 个。请选择一个变化，或恢复种子的变化。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CodeFavourites</name>
    <message>
        <source>None yet. Keep stores the present code here, for every scene that this model paints.</source>
        <translation>还没有。“收藏变化”会把当前编码存到这里，供此模型的所有场景使用。</translation>
    </message>
    <message>
        <source>%1 variations are kept already. Remove some of them first, with a right click.</source>
        <translation>已收藏 %1 个变化。请先右键移除一些。</translation>
    </message>
    <message>
        <source>Kept variation %1</source>
        <translation>收藏的变化 %1</translation>
    </message>
    <message>
        <source>Paint Like This</source>
        <translation>以此绘制</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>%1: click to paint the scene like this. Right click: rename or remove it</source>
        <translation>%1：点击后按此绘制场景。右击：重命名或移除</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Name of the Variation</source>
        <translation>变化的名称</translation>
    </message>
    <message>
        <source>Name; empty: its number</source>
        <translation>名称；留空则用编号</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CodeGallery</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Paints 16 other random codes in place of these</source>
        <translation>用另外 16 个随机编码代替这些</translation>
    </message>
    <message>
        <source>The photos that have not come yet are not painted</source>
        <translation>尚未完成的照片不再绘制</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>重新绘制</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示 %1 个</translation>
    </message>
    <message>
        <source>Paints these codes in the scene as it is now</source>
        <translation>在现在的场景中重新绘制这些编码</translation>
    </message>
    <message>
        <source>Paints the scene with 16 random codes, one after the other</source>
        <translation>用 16 个随机编码依次绘制场景</translation>
    </message>
    <message>
        <source>From before the scene was edited.</source>
        <translation>这是场景编辑之前的样子。</translation>
    </message>
    <message>
        <source>%1 of %2 painted …</source>
        <translation>已绘制 %1 / %2…</translation>
    </message>
    <message>
        <source>Stopped after %1 of %2.</source>
        <translation>绘制 %1 / %2 后已停止。</translation>
    </message>
    <message>
        <source>%1 of %2 could not be painted; “Again” tries once more.</source>
        <translation>%2 张中有 %1 张未能绘制；“重新绘制”会再试一次。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CodePad</name>
    <message>
        <source>Pad of two values</source>
        <translation>两个值的面板</translation>
    </message>
    <message>
        <source>Drag, or use the arrow keys: both values change the scene at once. Home: the middle</source>
        <translation>拖动或使用方向键：两个值同时改变场景。起始键：回到中间</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CodePlane</name>
    <message>
        <source>Across</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>What dragging to the sides changes</source>
        <translation>左右拖动所改变的值</translation>
    </message>
    <message>
        <source>What dragging up and down changes</source>
        <translation>上下拖动所改变的值</translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation>值 %1</translation>
    </message>
    <message>
        <source>Largest change</source>
        <translation>最大的变化</translation>
    </message>
    <message>
        <source>Second largest</source>
        <translation>第二大的变化</translation>
    </message>
    <message>
        <source>Looking for what changes most: %1 of %2 photos …</source>
        <translation>正在寻找变化最大的方向：%1 / %2 张照片…</translation>
    </message>
    <message>
        <source>Nothing in this scene changes with the code.</source>
        <translation>此场景不随编码变化。</translation>
    </message>
    <message>
        <source>Not known yet: “Find” paints the scene a few times to see it.</source>
        <translation>尚不清楚：“查找”会多次绘制场景来找出。</translation>
    </message>
    <message>
        <source>Found before the scene was edited; “Find” looks again.</source>
        <translation>这是场景编辑之前找到的；“查找”会重新寻找。</translation>
    </message>
    <message>
        <source>Found. Many values have a part in the largest change.</source>
        <translation>已找到。最大的变化由许多值共同构成。</translation>
    </message>
    <message>
        <source>Found. The largest change is mostly that of the values %1.</source>
        <translation>已找到。最大的变化主要来自值 %1。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Ends the search</source>
        <translation>结束查找</translation>
    </message>
    <message>
        <source>Looks for the two directions in which this scene changes most, and puts them on the pad</source>
        <translation>寻找此场景变化最大的两个方向，并放到面板上</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CodeSliders</name>
    <message>
        <source>Value %1 of the code: changes how the whole scene looks</source>
        <translation>编码的第 %1 个值：改变整个场景的外观</translation>
    </message>
    <message>
        <source>Value %1</source>
        <translation>值 %1</translation>
    </message>
    <message>
        <source>Lock value %1</source>
        <translation>锁定值 %1</translation>
    </message>
    <message>
        <source>Locked: stays as it is. Click to let it change again</source>
        <translation>已锁定：保持不变。单击以解锁</translation>
    </message>
    <message>
        <source>Lock: random codes, the pad and the samples leave this value as it is</source>
        <translation>锁定：随机编码、面板和样例都不会改变此值</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CodeStrip</name>
    <message>
        <source>Set From</source>
        <translation>设为起点</translation>
    </message>
    <message>
        <source>Set To</source>
        <translation>设为终点</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>重新绘制</translation>
    </message>
    <message>
        <source>The strip begins with the code that is painted now</source>
        <translation>过渡条从现在绘制的编码开始</translation>
    </message>
    <message>
        <source>The strip ends with the code that is painted now</source>
        <translation>过渡条到现在绘制的编码结束</translation>
    </message>
    <message>
        <source>Paints the strip in the scene as it is now</source>
        <translation>在现在的场景中重新绘制过渡条</translation>
    </message>
    <message>
        <source>Straight</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>Around</source>
        <translation>环绕</translation>
    </message>
    <message>
        <source>Path from one code to the other</source>
        <translation>从一个编码到另一个的路径</translation>
    </message>
    <message>
        <source>Straight: each value goes evenly from one end to the other; photos in between can be blander. Around: the code keeps its strength on the way</source>
        <translation>直线：每个值均匀地从一端变到另一端，中间的照片可能较平淡。环绕：途中编码保持强度</translation>
    </message>
    <message>
        <source>Go to another code and set the other end.</source>
        <translation>换到另一个编码，再设定另一端。</translation>
    </message>
    <message>
        <source>Set both ends: the strip shows what lies between them.</source>
        <translation>设定两端：过渡条显示两者之间的样子。</translation>
    </message>
    <message>
        <source>From before the scene was edited.</source>
        <translation>这是场景编辑之前的样子。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CodeTiles</name>
    <message>
        <source>Variation %1</source>
        <translation>变化 %1</translation>
    </message>
    <message>
        <source>Variation %1: click to paint the scene like this</source>
        <translation>变化 %1：单击即以此绘制场景</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CommandSearch</name>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ComparisonDialog</name>
    <message>
        <source>First: %1
Second: %2

First preferred: %3
Second preferred: %4
No difference: %5
Not judged: %6</source>
        <translation>第一个：%1
第二个：%2

偏好第一个：%3
偏好第二个：%4
没有差别：%5
尚未评判：%6</translation>
    </message>
    <message>
        <source>Where there was a preference, it was the first in %1 % (95 % confidence: %2 % to %3 %).</source>
        <translation>在有偏好的图对中，有 %1 % 选择了第一个（95 % 置信区间：%2 % 至 %3 %）。</translation>
    </message>
    <message>
        <source>The first is preferred.</source>
        <translation>第一个更受偏好。</translation>
    </message>
    <message>
        <source>The second is preferred.</source>
        <translation>第二个更受偏好。</translation>
    </message>
    <message>
        <source>That may be chance.</source>
        <translation>这可能出于偶然。</translation>
    </message>
    <message>
        <source>Blind Comparison</source>
        <translation>盲测比较</translation>
    </message>
    <message>
        <source>&amp;Begin</source>
        <translation>开始(&amp;B)</translation>
    </message>
    <message>
        <source>Take Back (Backspace)</source>
        <translation>撤回（Backspace）</translation>
    </message>
    <message>
        <source>Left is better (1)</source>
        <translation>左边更好（1）</translation>
    </message>
    <message>
        <source>No difference (=)</source>
        <translation>没有差别（=）</translation>
    </message>
    <message>
        <source>Right is better (2)</source>
        <translation>右边更好（2）</translation>
    </message>
    <message>
        <source>Pause (Esc)</source>
        <translation>暂停（Esc）</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>Export &amp;Table …</source>
        <translation>导出表格(&amp;T)…</translation>
    </message>
    <message>
        <source>All pairs with their verdicts, as CSV</source>
        <translation>所有图对及其评判，CSV 格式</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 对，共 %2 对</translation>
    </message>
    <message>
        <source>A picture of the pair “%1” cannot be shown: %2</source>
        <translation>无法显示图对“%1”中的图片：%2</translation>
    </message>
    <message>
        <source>Export the Table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Photos that are painted</source>
        <translation>正在绘制的照片</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Back to what is compared; the photos are not kept</source>
        <translation>回到比较对象的选择；照片不会保留</translation>
    </message>
    <message>
        <source>&amp;Judge the Others</source>
        <translation>评判其余的(&amp;J)</translation>
    </message>
    <message>
        <source>Both models paint: %1 of %2 photos.</source>
        <translation>两个模型正在绘制：已完成 %1 / %2 张照片。</translation>
    </message>
    <message>
        <source>The scenes are looked up.</source>
        <translation>正在查找场景。</translation>
    </message>
    <message>
        <source>Not all scenes could be painted by both:</source>
        <translation>并非所有场景都能由两个模型绘制：</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ComparisonSetup</name>
    <message>
        <source>without an end</source>
        <translation>不限时</translation>
    </message>
    <message>
        <source>1/%1 s</source>
        <translation>1/%1 秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>You see two pictures of the same name, one of each folder, in a random order and on random sides, and say which is better. Which is whose you learn at the end.</source>
        <translation>每次显示两张同名图片，两个文件夹各一张，顺序和左右位置随机，由您判断哪张更好。结束时才会知道哪张属于哪个文件夹。</translation>
    </message>
    <message>
        <source>&amp;First folder</source>
        <translation>第一个文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Choose the first folder</source>
        <translation>选择第一个文件夹</translation>
    </message>
    <message>
        <source>&amp;Second folder</source>
        <translation>第二个文件夹(&amp;S)</translation>
    </message>
    <message>
        <source>Choose the second folder</source>
        <translation>选择第二个文件夹</translation>
    </message>
    <message>
        <source>How long a pair is seen; it can be judged afterwards, too</source>
        <translation>每对图片的显示时间；消失后仍可评判</translation>
    </message>
    <message>
        <source>&amp;Time</source>
        <translation>时间(&amp;T)</translation>
    </message>
    <message>
        <source>Draws the order and the sides: another number, another draw</source>
        <translation>决定顺序和左右位置：换一个数字，就换一种抽取结果</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>种子(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Verdicts</source>
        <translation>评判文件(&amp;V)</translation>
    </message>
    <message>
        <source>Choose the file that keeps the verdicts</source>
        <translation>选择保存评判的文件</translation>
    </message>
    <message>
        <source>Verdicts (*.json)</source>
        <translation>评判 (*.json)</translation>
    </message>
    <message>
        <source>This comparison goes on: %1 of %2 pairs are judged.</source>
        <translation>此比较将继续进行：已评判 %1 对，共 %2 对。</translation>
    </message>
    <message>
        <source>Choose two folders of pictures</source>
        <translation>请选择两个图片文件夹</translation>
    </message>
    <message>
        <source>Choose a file for the verdicts</source>
        <translation>请选择保存评判的文件</translation>
    </message>
    <message>
        <source>two folders of pictures</source>
        <translation>两个图片文件夹</translation>
    </message>
    <message>
        <source>two models, which paint the same scenes</source>
        <translation>两个模型，绘制相同的场景</translation>
    </message>
    <message>
        <source>C&amp;ompare</source>
        <translation>比较(&amp;O)</translation>
    </message>
    <message>
        <source>Both models paint the scenes. Then you see the two photos of each, in a random order and on random sides, and say which is better. Which is whose you learn at the end.</source>
        <translation>两个模型先绘制这些场景。然后每次显示同一场景的两张照片，顺序和左右位置随机，由您判断哪张更好。结束时才会知道哪张属于哪个模型。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::CurvePlot</name>
    <message>
        <source>%1: %2</source>
        <comment>name of a curve, its last value</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::Document</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>There is not enough memory to save %1. Close other programs and save again</source>
        <translation>内存不足，无法保存 %1。请关闭其他程序后重新保存</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::DropZones</name>
    <message>
        <source>New scene from this photo</source>
        <translation>用此照片新建场景</translation>
    </message>
    <message>
        <source>Its labels are estimated, its styles are taken</source>
        <translation>估计其标签，并提取其风格</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Open it in place of the present scene</source>
        <translation>打开并替换当前场景</translation>
    </message>
    <message>
        <source>Label map</source>
        <translation>标签图</translation>
    </message>
    <message>
        <source>Classes to paint on; a report is shown first</source>
        <translation>用于绘制的类别；会先显示报告</translation>
    </message>
    <message>
        <source>Instance map</source>
        <translation>实例图</translation>
    </message>
    <message>
        <source>Which pixels belong to one object</source>
        <translation>哪些像素属于同一对象</translation>
    </message>
    <message>
        <source>Kept with the scene to look at</source>
        <translation>随场景保存，供对照查看</translation>
    </message>
    <message>
        <source>Styles from this photo</source>
        <translation>从此照片提取风格</translation>
    </message>
    <message>
        <source>Objects take the looks that they have there</source>
        <translation>对象采用照片中的外观</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Render the scene with it</source>
        <translation>用它渲染场景</translation>
    </message>
    <message>
        <source>Drop zones</source>
        <translation>拖放区</translation>
    </message>
    <message>
        <source>Photo layer</source>
        <translation>照片图层</translation>
    </message>
    <message>
        <source>Exemplar</source>
        <translation>范例</translation>
    </message>
    <message>
        <source>The scene takes its look from this photo</source>
        <translation>场景采用这张照片的外观</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::Duration</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分钟</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ExemplarCommands</name>
    <message>
        <source>Exemplar %1</source>
        <translation>范例 %1</translation>
    </message>
    <message>
        <source>Labels of exemplar %1</source>
        <translation>范例 %1 的标签</translation>
    </message>
    <message>
        <source>Remove exemplar %1</source>
        <translation>移除范例 %1</translation>
    </message>
    <message>
        <source>The whole scene</source>
        <translation>整个场景</translation>
    </message>
    <message>
        <source>Move a pin</source>
        <translation>移动图钉</translation>
    </message>
    <message>
        <source>Remove all pins</source>
        <translation>移除所有图钉</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ExemplarDock</name>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm);;All files (*)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Exemplars</source>
        <translation>范例</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>平滑度</translation>
    </message>
    <message>
        <source>&amp;Add an Exemplar…</source>
        <translation>添加范例(&amp;A)…</translation>
    </message>
    <message>
        <source>A photo that lends the scene its look; what it shows is estimated, or read from a label map</source>
        <translation>为场景提供外观的照片；其内容由程序估计，或从标签图读取</translation>
    </message>
    <message>
        <source>Add an Exemplar</source>
        <translation>添加范例</translation>
    </message>
    <message>
        <source>&amp;Label Map of the Exemplar…</source>
        <translation>范例的标签图(&amp;L)…</translation>
    </message>
    <message>
        <source>Says what the photo shows, in the place of the estimate</source>
        <translation>代替估计结果，说明照片的内容</translation>
    </message>
    <message>
        <source>Label Map of the Exemplar</source>
        <translation>范例的标签图</translation>
    </message>
    <message>
        <source>&amp;Remove the Exemplar</source>
        <translation>移除范例(&amp;R)</translation>
    </message>
    <message>
        <source>Drop a photo here, or add one: the scene takes its look from it.</source>
        <translation>将照片拖放到此处，或添加一张：场景将采用它的外观。</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>What takes its look from this photo</source>
        <translation>采用这张照片外观的对象</translation>
    </message>
    <message>
        <source>Matched with</source>
        <translation>匹配范围</translation>
    </message>
    <message>
        <source>Which places of the photo a place of the scene may look like</source>
        <translation>场景中的一处可以像照片中的哪些位置</translation>
    </message>
    <message>
        <source>The whole photo</source>
        <translation>整张照片</translation>
    </message>
    <message>
        <source>The same class</source>
        <translation>同一类别</translation>
    </message>
    <message>
        <source>One object for each</source>
        <translation>每个对象对应一个对象</translation>
    </message>
    <message>
        <source>At 0 the model paints as if the photo was not there</source>
        <translation>为 0 时，模型如同没有这张照片一样绘制</translation>
    </message>
    <message>
        <source>To the left each place looks like the one that matches best, to the right it mixes more of them</source>
        <translation>向左时每处只像最匹配的位置，向右时混合更多位置</translation>
    </message>
    <message>
        <source>Exemplar for</source>
        <translation>范例的用途</translation>
    </message>
    <message>
        <source>Matches of the exemplar</source>
        <translation>范例的匹配</translation>
    </message>
    <message>
        <source>Strength of the exemplar</source>
        <translation>范例的强度</translation>
    </message>
    <message>
        <source>Smoothness of the exemplar</source>
        <translation>范例的平滑度</translation>
    </message>
    <message>
        <source>Class: %1</source>
        <translation>类别：%1</translation>
    </message>
    <message>
        <source>no scene is open</source>
        <translation>没有打开的场景</translation>
    </message>
    <message>
        <source>there is no exemplar</source>
        <translation>没有范例</translation>
    </message>
    <message>
        <source>Remove All &amp;Pins</source>
        <translation>移除所有图钉(&amp;P)</translation>
    </message>
    <message>
        <source>Of the chosen exemplar; single ones go with Ctrl and the tool Exemplar pin</source>
        <translation>所选范例的图钉；用“范例图钉”工具按住 Ctrl 可移除单个图钉</translation>
    </message>
    <message>
        <source>it has no pins</source>
        <translation>它没有图钉</translation>
    </message>
    <message>
        <source>no exemplar lends the scene anything</source>
        <translation>没有范例为场景提供外观</translation>
    </message>
    <message>
        <source>&amp;What the Exemplar Shows…</source>
        <translation>范例显示什么(&amp;W)…</translation>
    </message>
    <message>
        <source>Paint over the estimate where it is wrong, and over what shall lend nothing</source>
        <translation>在估计错误的地方涂改，并涂掉不应借出外观的部分</translation>
    </message>
    <message>
        <source>Fine texture of the photo</source>
        <translation>照片的细节纹理</translation>
    </message>
    <message>
        <source>Leaves, stones and bricks are those of the photo, pixel by pixel, instead of the model&apos;s own</source>
        <translation>树叶、石头和砖块逐像素取自照片，而不是模型自己的</translation>
    </message>
    <message>
        <source>Texture of the exemplar</source>
        <translation>范例的纹理</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ExemplarList</name>
    <message>
        <source>Exemplars</source>
        <translation>范例</translation>
    </message>
    <message>
        <source>Photos that lend the scene their look. Drop one here</source>
        <translation>为场景提供外观的照片。可拖放到此处</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ExemplarMapDialog</name>
    <message>
        <source>What “%1” Shows</source>
        <translation>“%1”显示什么</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>照片(&amp;P)</translation>
    </message>
    <message>
        <source>How much of the photo is seen</source>
        <translation>照片的可见程度</translation>
    </message>
    <message>
        <source>How much of the photo is seen over the labels</source>
        <translation>照片在标签之上的可见程度</translation>
    </message>
    <message>
        <source>Lends nothing</source>
        <translation>不借出外观</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>按键 %1</translation>
    </message>
    <message>
        <source>Nothing takes its look from places that are painted with it</source>
        <translation>涂上它的地方不借出任何外观</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ExemplarPicture</name>
    <message>
        <source>Exemplar</source>
        <translation>范例</translation>
    </message>
    <message>
        <source>Where the place under the cursor took its look from. Pins are made with the tool Exemplar pin; here their other ends are dragged</source>
        <translation>光标下的位置从何处取得外观。图钉用“范例图钉”工具添加；在此拖动它们的另一端</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ExemplarShelf</name>
    <message>
        <source>autumn</source>
        <translation>秋天</translation>
    </message>
    <message>
        <source>desert</source>
        <translation>沙漠</translation>
    </message>
    <message>
        <source>evening</source>
        <translation>傍晚</translation>
    </message>
    <message>
        <source>mist</source>
        <translation>薄雾</translation>
    </message>
    <message>
        <source>summer</source>
        <translation>夏天</translation>
    </message>
    <message>
        <source>winter</source>
        <translation>冬天</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ExemplarShelfView</name>
    <message>
        <source>Shelf of exemplars</source>
        <translation>范例架</translation>
    </message>
    <message>
        <source>Looks that ship with the program: a click lends one to the whole scene</source>
        <translation>随程序附带的外观：单击即可借给整个场景</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ExportDialog</name>
    <message>
        <source>&amp;Photo</source>
        <translation>照片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Label map (PNG, ids)</source>
        <translation>标签图(&amp;L)（PNG，编号）</translation>
    </message>
    <message>
        <source>&amp;Instance map (16-bit PNG)</source>
        <translation>实例图(&amp;I)（16 位 PNG）</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The exact photo, rendered for this file</source>
        <translation>为此文件专门渲染的精确照片</translation>
    </message>
    <message>
        <source>There is no model that could render it</source>
        <translation>没有可用于渲染的模型</translation>
    </message>
    <message>
        <source>PNG (lossless)</source>
        <translation>PNG（无损）</translation>
    </message>
    <message>
        <source>JPEG</source>
        <translation>JPEG</translation>
    </message>
    <message>
        <source>TIFF (lossless)</source>
        <translation>TIFF（无损）</translation>
    </message>
    <message>
        <source>Format of the photo</source>
        <translation>照片格式</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Size of the photo</source>
        <translation>照片尺寸</translation>
    </message>
    <message>
        <source>quality </source>
        <translation>质量 </translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Styles, names of labels and the history are in the project only: save it to keep them.</source>
        <translation>风格、标签名称和历史记录只存在于项目中：请保存项目以保留它们。</translation>
    </message>
    <message>
        <source>JPEG changes pixels a little.</source>
        <translation>JPEG 会轻微改变像素。</translation>
    </message>
    <message>
        <source>Instance ids beyond 65535 get other numbers.</source>
        <translation>大于 65535 的实例编号将被重新编号。</translation>
    </message>
    <message>
        <source>Folder of the Export</source>
        <translation>导出文件夹</translation>
    </message>
    <message>
        <source>Choose what to export, and a name.</source>
        <translation>请选择要导出的内容并填写名称。</translation>
    </message>
    <message>
        <source>%1 already there. Replace?</source>
        <translation>%1 已存在。要替换吗？</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names of files</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>The model is still being loaded</source>
        <translation>模型仍在加载</translation>
    </message>
    <message>
        <source>OpenRaster (with layers)</source>
        <translation>OpenRaster（带图层）</translation>
    </message>
    <message>
        <source>For Krita, GIMP and MyPaint: the photo, and below it the label map in layers</source>
        <translation>用于 Krita、GIMP 和 MyPaint：照片，其下是分层的标签图</translation>
    </message>
    <message>
        <source>a layer per class</source>
        <translation>每个类别一层</translation>
    </message>
    <message>
        <source>a layer per instance</source>
        <translation>每个实例一层</translation>
    </message>
    <message>
        <source>Layers below the photo</source>
        <translation>照片下方的图层</translation>
    </message>
    <message>
        <source>The layers keep the names and colours of the classes.</source>
        <translation>图层保留类别的名称和颜色。</translation>
    </message>
    <message>
        <source>TIFF with layers</source>
        <translation>带图层的 TIFF</translation>
    </message>
    <message>
        <source>The same for GIMP and other programs that show pages of a TIFF file as layers</source>
        <translation>同上，供 GIMP 和其他把 TIFF 文件的页显示为图层的程序使用</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>16 bits</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>Bits of a channel</source>
        <translation>每通道位数</translation>
    </message>
    <message>
        <source>16 bits keep the steps between levels that the model paints, for work on light and colours afterwards</source>
        <translation>16 位保留模型绘制的级间细节，便于之后调整光线和颜色</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::EyedropperTool</name>
    <message>
        <source>Click to paint with the label under the cursor and to select its instance</source>
        <translation>单击以使用光标处的标签绘制，并选中其实例</translation>
    </message>
    <message>
        <source>Eyedropper</source>
        <translation>吸管</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::FileDesk</name>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm);;All files (*)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Underpaint</source>
        <translation>Underpaint</translation>
    </message>
    <message>
        <source>The program ended before “%1” was saved.</source>
        <translation>程序在保存“%1”之前意外结束。</translation>
    </message>
    <message numerus="yes">
        <source>%n changes up to %1 can be restored.</source>
        <translation>
            <numerusform>可以恢复截至 %1 的 %n 项更改。</numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be restored: %1</source>
        <translation>无法恢复：%1</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Ask Again Later</source>
        <translation>以后再问</translation>
    </message>
    <message>
        <source>A part of what was done is damaged and could not be restored. All of it is kept in %1.</source>
        <translation>部分操作记录已损坏，无法恢复。完整记录保存在 %1 中。</translation>
    </message>
    <message>
        <source>Save the changes of “%1”?</source>
        <translation>要保存对“%1”的更改吗？</translation>
    </message>
    <message>
        <source>A photo cannot be taken apart: %1. Choose another model in the Model menu</source>
        <translation>无法分解照片：%1。请在“模型”菜单中选择其他模型</translation>
    </message>
    <message>
        <source>New from a Photo</source>
        <translation>从照片新建</translation>
    </message>
    <message>
        <source>Save the Project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Projects (*.underpaint)</source>
        <translation>项目 (*.underpaint)</translation>
    </message>
    <message>
        <source>“%1” was changed by another program since it was read or saved here.</source>
        <translation>“%1”自上次在此读取或保存之后已被其他程序修改。</translation>
    </message>
    <message>
        <source>Saving replaces what the other program wrote. Save As keeps both.</source>
        <translation>保存会替换其他程序写入的内容。“另存为”可同时保留两者。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Save As …</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Import a Label Map</source>
        <translation>导入标签图</translation>
    </message>
    <message>
        <source>Label maps (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.json);;All files (*)</source>
        <translation>标签图 (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>Import an Instance Map</source>
        <translation>导入实例图</translation>
    </message>
    <message>
        <source>The instance map %1 has %2 × %3 pixels, the scene %4 × %5. Import a map of the same size</source>
        <translation>实例图 %1 为 %2 × %3 像素，而场景为 %4 × %5 像素。请导入相同尺寸的实例图</translation>
    </message>
    <message>
        <source>The model cannot read styles from a photo. Choose a model with an encoder</source>
        <translation>此模型无法从照片提取风格。请选择带编码器的模型</translation>
    </message>
    <message>
        <source>Take Styles from a Photo</source>
        <translation>从照片提取风格</translation>
    </message>
    <message>
        <source>scene</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>已导出到 %1</translation>
    </message>
    <message>
        <source>This closes by itself when it is done.</source>
        <translation>完成后此窗口会自动关闭。</translation>
    </message>
    <message>
        <source>Go On Without It</source>
        <translation>不等待，继续</translation>
    </message>
    <message>
        <source>%1 is still being exported.</source>
        <translation>%1 仍在导出。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names of files</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>“%1” was not opened, as what was restored is here. Open it from the File menu.</source>
        <translation>未打开“%1”，因为这里是恢复的内容。请从“文件”菜单打开它。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Projects end in .underpaint; label maps and photos are PNG, JPEG, TIFF, BMP or labelme JSON</source>
        <translation>项目以 .underpaint 结尾；标签图和照片为 PNG、JPEG、TIFF、BMP 或 labelme JSON</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>What is “%1”?</source>
        <translation>“%1”是什么？</translation>
    </message>
    <message>
        <source>As a photo it begins a scene with labels that are estimated.</source>
        <translation>作为照片时，将以估计的标签开始一个新场景。</translation>
    </message>
    <message>
        <source>Labels cannot be estimated from a photo now: %1.</source>
        <translation>现在无法从照片估计标签：%1。</translation>
    </message>
    <message>
        <source>A Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>A Label Map</source>
        <translation>标签图</translation>
    </message>
    <message>
        <source>pasted picture %1</source>
        <translation>粘贴的图片 %1</translation>
    </message>
    <message>
        <source>There is nothing to paste: the clipboard holds no picture and no file. Styles are pasted by the Style menu</source>
        <translation>没有可粘贴的内容：剪贴板中没有图片或文件。风格请用“风格”菜单粘贴</translation>
    </message>
    <message>
        <source>Photo Layer</source>
        <translation>照片图层</translation>
    </message>
    <message>
        <source>Photo layer %1</source>
        <translation>照片图层 %1</translation>
    </message>
    <message>
        <source>Remove the photo layer</source>
        <translation>移除照片图层</translation>
    </message>
    <message>
        <source>The labels of %1 are an estimate. Correct them, then choose Photo › Labels Describe the Photo: what you paint after that is what changes.</source>
        <translation>%1 的标签是估计的。请先改正，再选择“照片 › 标签描述照片”：此后绘制的部分才会改变。</translation>
    </message>
    <message>
        <source>The model cannot read its variation from a photo. Choose a model with an encoder</source>
        <translation>模型不能从照片读取变化。请选择带编码器的模型</translation>
    </message>
    <message>
        <source>Take the Variation from a Photo</source>
        <translation>从照片读取变化</translation>
    </message>
    <message numerus="yes">
        <source>Reading %n frames …</source>
        <translation>
            <numerusform>正在读取 %n 帧…</numerusform>
        </translation>
    </message>
    <message>
        <source>The sequence cannot be exported: %1</source>
        <translation>序列无法导出：%1</translation>
    </message>
    <message numerus="yes">
        <source>Painting %n frames …</source>
        <translation>
            <numerusform>正在绘制 %n 帧…</numerusform>
        </translation>
    </message>
    <message>
        <source>The export was stopped. What is finished is kept: exporting to %1 again goes on from there.</source>
        <translation>导出已停止。已完成的部分会保留：再次导出到 %1 会从那里继续。</translation>
    </message>
    <message numerus="yes">
        <source>Exported %n frames to %1.</source>
        <translation>
            <numerusform>已将 %n 帧导出到 %1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them were there already.</source>
        <translation>
            <numerusform>其中 %n 帧之前已存在。</numerusform>
        </translation>
    </message>
    <message>
        <source>They flicker by %1 grey levels; each by itself by %2.</source>
        <translation>它们的闪烁为 %1 灰度级；逐帧独立时为 %2。</translation>
    </message>
    <message>
        <source>They flicker by %1 grey levels.</source>
        <translation>它们的闪烁为 %1 灰度级。</translation>
    </message>
    <message>
        <source>All that can be opened (*.underpaint *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm *.json *.mp4 *.webm *.avi *.mov *.mkv *.gif *.underpaint-model);;Projects (*.underpaint);;All files (*)</source>
        <translation>所有可打开的文件 (*.underpaint *.png *.jpg *.jpeg *.tif *.tiff *.bmp *.ppm *.pgm *.json *.mp4 *.webm *.avi *.mov *.mkv *.gif *.underpaint-model);;项目 (*.underpaint);;所有文件 (*)</translation>
    </message>
    <message>
        <source>is no project, no model, no picture and no video</source>
        <translation>不是项目、模型、图片或视频</translation>
    </message>
    <message>
        <source>Open a Sequence: a Video, or One of the Label Maps of a Folder</source>
        <translation>打开序列：一个视频，或文件夹中的任一标签图</translation>
    </message>
    <message>
        <source>Videos and label maps (%1);;All files (*)</source>
        <translation>视频和标签图 (%1);;所有文件 (*)</translation>
    </message>
    <message>
        <source>A video cannot be opened: %1. Choose another model in the Model menu</source>
        <translation>无法打开视频：%1。请在“模型”菜单中选择另一个模型</translation>
    </message>
    <message>
        <source>Estimating the labels of %1 …</source>
        <translation>正在估计 %1 的标签 …</translation>
    </message>
    <message numerus="yes">
        <source>The labels of %n frames are an estimate. Correct them where it matters, and carry what you paint through the others.</source>
        <translation>
            <numerusform>%n 帧的标签是估计出来的。请修正重要之处，并把所绘内容传递到其他帧。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The video is cut off: it claims to have %n frames.</source>
        <translation>
            <numerusform>视频不完整：它声称有 %n 帧。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames that the sequence does not have any more were removed there.</source>
        <translation>
            <numerusform>已删除那里的 %n 帧，它们已不在序列中。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>underpaint::ui::FileKinds</name>
    <message>
        <source>is no file</source>
        <translation>不是文件</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>Choose another one</source>
        <translation>请选择其他文件</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::FillTool</name>
    <message>
        <source>Click to fill the area or object under the cursor · Ctrl: with the background</source>
        <translation>单击以填充光标处的区域或对象 · Ctrl：填充背景</translation>
    </message>
    <message>
        <source>Click to fill every pixel of the class under the cursor · Ctrl: with the background</source>
        <translation>单击以填充光标处类别的全部像素 · Ctrl：填充背景</translation>
    </message>
    <message>
        <source>Click to fill the selection · Ctrl: with the background</source>
        <translation>单击以填充选区 · Ctrl：填充背景</translation>
    </message>
    <message>
        <source>Fills</source>
        <translation>填充范围</translation>
    </message>
    <message>
        <source>What a click fills</source>
        <translation>单击时填充的内容</translation>
    </message>
    <message>
        <source>Area or object</source>
        <translation>区域或对象</translation>
    </message>
    <message>
        <source>Whole class</source>
        <translation>整个类别</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选区</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Nothing is selected. Select an area first (%1, %2 or %3).</source>
        <translation>没有选区。请先选择一个区域（%1、%2 或 %3）。</translation>
    </message>
    <message>
        <source>Nothing is selected. Select an area first.</source>
        <translation>没有选区。请先选择一个区域。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::FineTuneDialog</name>
    <message>
        <source>Fine-Tune the Model</source>
        <translation>微调模型</translation>
    </message>
    <message>
        <source>“%1” learns what you show it and becomes a new model; the present one stays as it is. You can go on painting meanwhile, look at what was learnt, and then take it or not.</source>
        <translation>“%1”学习您给它看的内容，成为一个新模型；当前模型保持不变。其间您可以继续绘画，查看学到的结果，再决定是否采用。</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Begins to train; the Training panel shows how it goes</source>
        <translation>开始训练；“训练”面板显示进展</translation>
    </message>
    <message>
        <source>the open scene and its photo layer</source>
        <translation>打开的场景及其照片图层</translation>
    </message>
    <message>
        <source>a folder of photos with label maps</source>
        <translation>含照片与标签图的文件夹</translation>
    </message>
    <message>
        <source>a folder of photos; labels are estimated</source>
        <translation>照片文件夹；标签由估计得到</translation>
    </message>
    <message>
        <source>Photos of what the model shall learn, with maps of what they show</source>
        <translation>要让模型学习的照片，以及说明照片内容的标签图</translation>
    </message>
    <message>
        <source>Not possible: %1</source>
        <translation>无法进行：%1</translation>
    </message>
    <message>
        <source>&amp;Learn from</source>
        <translation>学习来源(&amp;L)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>a short try</source>
        <translation>短暂尝试</translation>
    </message>
    <message>
        <source>short: a few photos</source>
        <translation>短：几张照片</translation>
    </message>
    <message>
        <source>medium: some dozen photos</source>
        <translation>中：几十张照片</translation>
    </message>
    <message>
        <source>long: hundreds of photos</source>
        <translation>长：几百张照片</translation>
    </message>
    <message>
        <source>as many steps as I say</source>
        <translation>自定步数</translation>
    </message>
    <message>
        <source> steps</source>
        <translation> 步</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>In each the model paints one photo and learns from what is wrong</source>
        <translation>每一步模型绘制一张照片，并从差错中学习</translation>
    </message>
    <message>
        <source>&amp;How long</source>
        <translation>时长(&amp;H)</translation>
    </message>
    <message>
        <source>gently: stays close to what it was</source>
        <translation>轻微：与原来保持接近</translation>
    </message>
    <message>
        <source>as usual</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>strongly: follows the photos more, forgets more</source>
        <translation>强烈：更贴近照片，也更易遗忘</translation>
    </message>
    <message>
        <source>How &amp;strongly</source>
        <translation>强度(&amp;S)</translation>
    </message>
    <message>
        <source>Classes that may change</source>
        <translation>可以改变的类别</translation>
    </message>
    <message>
        <source>Without a mark at any all may change; else the others are held to what the present model paints</source>
        <translation>若一个都不勾选，则全部可以改变；否则其余类别保持当前模型所绘的样子</translation>
    </message>
    <message>
        <source>&amp;Only these classes</source>
        <translation>仅这些类别(&amp;O)</translation>
    </message>
    <message>
        <source>One pair is little: the model learns this very photo.</source>
        <translation>一对很少：模型学到的就是这张照片。</translation>
    </message>
    <message>
        <source>Any layout that “underpaint train” reads: train_img and train_label, Cityscapes, CamVid …</source>
        <translation>“underpaint train”能读取的任何布局：train_img 与 train_label、Cityscapes、CamVid…</translation>
    </message>
    <message>
        <source>Photos of which the segmenter is not sure are left out.</source>
        <translation>分割器没有把握的照片会被略去。</translation>
    </message>
    <message>
        <source>About %1 here, longer while you paint.</source>
        <translation>在此约需 %1，绘画期间会更久。</translation>
    </message>
    <message>
        <source>How long that takes here is known after the first steps.</source>
        <translation>在此需要多久，最初几步之后便知。</translation>
    </message>
    <message>
        <source>Folder to Learn From</source>
        <translation>学习来源文件夹</translation>
    </message>
    <message>
        <source>There is nothing to learn from: %1</source>
        <translation>没有可学习的内容：%1</translation>
    </message>
    <message>
        <source>Choose the folder to learn from.</source>
        <translation>请选择学习来源文件夹。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::FirstSteps</name>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Close the hint (Help shows it again)</source>
        <translation>关闭提示（可从“帮助”菜单再次显示）</translation>
    </message>
    <message>
        <source>Choose what to paint in the list of labels, or press %1 … %2</source>
        <translation>在标签列表中选择要画的内容，或按 %1 … %2</translation>
    </message>
    <message>
        <source>Choose what to paint in the list of labels</source>
        <translation>在标签列表中选择要画的内容</translation>
    </message>
    <message>
        <source>Paint on the label map; %1 begins another object of the same kind</source>
        <translation>在标签图上绘画；按 %1 开始同类的另一个对象</translation>
    </message>
    <message>
        <source>Paint on the label map</source>
        <translation>在标签图上绘画</translation>
    </message>
    <message>
        <source>Watch the photo follow; %1 gives the selected object another look</source>
        <translation>看照片随之变化；按 %1 让选中的对象换一种外观</translation>
    </message>
    <message>
        <source>Watch the photo follow</source>
        <translation>看照片随之变化</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::FixedKeys</name>
    <message>
        <source>Space (hold)</source>
        <translation>空格（按住）</translation>
    </message>
    <message>
        <source>Moves the view</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>Alt (hold)</source>
        <translation>Alt（按住）</translation>
    </message>
    <message>
        <source>Picks a label and selects its instance</source>
        <translation>吸取标签并选中其实例</translation>
    </message>
    <message>
        <source>A tool’s key (hold)</source>
        <translation>工具键（按住）</translation>
    </message>
    <message>
        <source>Uses the tool until the key is released</source>
        <translation>临时使用该工具，松开即恢复</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Draws straight or square, adds to the selection</source>
        <translation>画直线或正方形，添加到选区</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Ctrl</translation>
    </message>
    <message>
        <source>Paints the background, takes from the selection</source>
        <translation>画背景，从选区减去</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Ends a polygon or a transformation</source>
        <translation>结束多边形或变换</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Backspace</translation>
    </message>
    <message>
        <source>Drops the last vertex</source>
        <translation>去掉最后一个顶点</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Cancels what a tool is doing</source>
        <translation>取消工具正在进行的操作</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Move the selected object or the view</source>
        <translation>移动选中的对象或视图</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Goes to the next control outside of the canvas</source>
        <translation>在画布之外转到下一个控件</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Zooms at the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>Ctrl+Wheel</source>
        <translation>Ctrl+滚轮</translation>
    </message>
    <message>
        <source>Changes the size of the brush</source>
        <translation>改变画笔大小</translation>
    </message>
    <message>
        <source>Middle button</source>
        <translation>中键</translation>
    </message>
    <message>
        <source>Shift+Middle button</source>
        <translation>Shift+中键</translation>
    </message>
    <message>
        <source>Turns the view</source>
        <translation>旋转视图</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::FrameModel</name>
    <message>
        <source>Frame %1 of %2</source>
        <translation>第 %1 帧，共 %2 帧</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::FrameStrip</name>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::HandTool</name>
    <message>
        <source>Drag to move the map · hold Space for this tool · the wheel zooms</source>
        <translation>拖动以移动画面 · 按住空格键临时使用此工具 · 滚轮缩放</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>抓手</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::HelpBook</name>
    <message>
        <source>en</source>
        <comment>The code of this language: its folder in resources/help</comment>
        <translation>zh_CN</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::HelpWindow</name>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Larger Text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller Text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Page of the help</source>
        <translation>帮助页面</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::HistoryDock</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>A click goes to that step (%1 and %2 go by one)</source>
        <translation>单击转到该步骤（%1 和 %2 逐步前后移动）</translation>
    </message>
    <message>
        <source>A click goes to that step</source>
        <translation>单击转到该步骤</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>更早</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ImportDialog</name>
    <message>
        <source>There is not enough memory for this file.</source>
        <translation>内存不足，无法读取此文件。</translation>
    </message>
    <message>
        <source>&amp;Find objects as connected parts</source>
        <translation>将相连部分识别为对象(&amp;F)</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>自动检测</translation>
    </message>
    <message>
        <source>Ids (grey or palette)</source>
        <translation>编号（灰度或调色板）</translation>
    </message>
    <message>
        <source>Colours of the labels</source>
        <translation>标签颜色</translation>
    </message>
    <message>
        <source>Cityscapes labelIds</source>
        <translation>Cityscapes labelIds</translation>
    </message>
    <message>
        <source>Cityscapes trainIds</source>
        <translation>Cityscapes trainIds</translation>
    </message>
    <message>
        <source>COCO-Stuff</source>
        <translation>COCO-Stuff</translation>
    </message>
    <message>
        <source>ADE20K</source>
        <translation>ADE20K</translation>
    </message>
    <message>
        <source>CamVid</source>
        <translation>CamVid</translation>
    </message>
    <message>
        <source>Facades</source>
        <translation>Facades</translation>
    </message>
    <message>
        <source>labelme</source>
        <translation>labelme</translation>
    </message>
    <message>
        <source>Each connected part of a thing class becomes an object of its own</source>
        <translation>物体类别中每个相连的部分都成为单独的对象</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Take It</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>&amp;Written as</source>
        <translation>编码方式(&amp;W)</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Nothing had to be repaired.</source>
        <translation>无需修复。</translation>
    </message>
    <message>
        <source>Something had to be repaired; the report says what and where.</source>
        <translation>已进行修复；详情和位置见报告。</translation>
    </message>
    <message>
        <source>This cannot be imported; the report says why.</source>
        <translation>无法导入；原因见报告。</translation>
    </message>
    <message>
        <source>The scene’s</source>
        <translation>场景的标签</translation>
    </message>
    <message>
        <source>Of another label set: classes become those of the scene by their names</source>
        <translation>属于另一套标签：按名称对应到场景的标签</translation>
    </message>
    <message>
        <source>&amp;Labels of</source>
        <translation>标签属于(&amp;L)</translation>
    </message>
    <message>
        <source>The file is in the classes of %1; the table says what they become.</source>
        <translation>文件使用 %1 的类别；表格说明它们变成什么。</translation>
    </message>
    <message>
        <source>%1 beside it</source>
        <translation>旁边的 %1</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件中</translation>
    </message>
    <message>
        <source>The scene gets the classes of this model and is painted by it</source>
        <translation>场景采用此模型的类别，并由它绘制</translation>
    </message>
    <message>
        <source>For &amp;model</source>
        <translation>用于模型(&amp;M)</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ImportModelDialog</name>
    <message>
        <source>Import a Model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>What became of each file will be told here.</source>
        <translation>每个文件的处理结果会显示在这里。</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>&amp;Add …</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>Checkpoints of one model (.pth, .pt, .safetensors) and its clusters (.npy)</source>
        <translation>一个模型的检查点（.pth、.pt、.safetensors）及其聚类（.npy）</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
    <message>
        <source>as the files tell</source>
        <translation>由文件判断</translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation>系统(&amp;S)</translation>
    </message>
    <message>
        <source>numbered: no names are known</source>
        <translation>编号：名称未知</translation>
    </message>
    <message>
        <source>&amp;Classes</source>
        <translation>类别(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Licence</source>
        <translation>许可(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Trained on</source>
        <translation>训练数据(&amp;T)</translation>
    </message>
    <message>
        <source>What no shape tells, as name=value with spaces between: label_nc, use_instance, feat_num, or an option of a network (E.norm=batch). The report asks for what is missing</source>
        <translation>张量形状无法说明的选项，写成 名称=值，以空格分隔：label_nc、use_instance、feat_num，或某个网络的选项（E.norm=batch）。缺少时报告会询问</translation>
    </message>
    <message>
        <source>&amp;Options</source>
        <translation>选项(&amp;O)</translation>
    </message>
    <message>
        <source>Checkpoints of One Model</source>
        <translation>一个模型的检查点</translation>
    </message>
    <message>
        <source>Checkpoints and clusters (*.pth *.pt *.safetensors *.npy);;All files (*)</source>
        <translation>检查点和聚类 (*.pth *.pt *.safetensors *.npy);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Not possible: files and a name are needed</source>
        <translation>无法进行：需要文件和名称</translation>
    </message>
    <message>
        <source>Reading the files …</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>“%1” is one of your models now.</source>
        <translation>“%1”现在是您的模型之一。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::InstanceCommands</name>
    <message>
        <source>Select an object first: in the list of instances, or hold Alt and click it on the map</source>
        <translation>请先选择一个对象：在实例列表中选择，或按住 Alt 在标签图上单击</translation>
    </message>
    <message>
        <source>The selected instances are locked</source>
        <translation>选中的实例已锁定</translation>
    </message>
    <message>
        <source>instance</source>
        <translation>实例</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>class, number</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Select two or more instances to merge</source>
        <translation>请选择两个或更多实例以合并</translation>
    </message>
    <message>
        <source>Merge into %1</source>
        <translation>合并到 %1</translation>
    </message>
    <message>
        <source>Split by parts</source>
        <translation>按部分拆分</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n instances</source>
        <translation>
            <numerusform>删除 %n 个实例</numerusform>
        </translation>
    </message>
    <message>
        <source>Change to %1</source>
        <translation>改为 %1</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::InstanceDock</name>
    <message>
        <source>Instances</source>
        <translation>实例</translation>
    </message>
    <message>
        <source>Stuff too</source>
        <translation>含背景类</translation>
    </message>
    <message>
        <source>Also list what has no objects, such as sky and road</source>
        <translation>同时列出不分对象的类别，例如天空和道路</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::InstanceModel</name>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>Never paint over this instance</source>
        <translation>禁止在此实例上绘制</translation>
    </message>
    <message>
        <source>Show or hide this instance</source>
        <translation>显示或隐藏此实例</translation>
    </message>
    <message>
        <source>%1: %2 pixels, %3 × %4 at %5, %6</source>
        <translation>%1：%2 像素，%3 × %4，位于 %5, %6</translation>
    </message>
    <message>
        <source>Instance</source>
        <translation>实例</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::KeyField</name>
    <message>
        <source>Remove this key</source>
        <translation>移除此按键</translation>
    </message>
    <message>
        <source>Press a key</source>
        <translation>请按一个键</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::LabelDock</name>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Search labels</source>
        <translation>搜索标签</translation>
    </message>
    <message>
        <source>Shows the labels whose name contains this; Enter takes the first</source>
        <translation>显示名称包含此文字的标签；按 Enter 选用第一个</translation>
    </message>
    <message>
        <source>Colours of the labels</source>
        <translation>标签颜色</translation>
    </message>
    <message>
        <source>Colour-Blind-Safe Colours</source>
        <translation>色盲友好配色</translation>
    </message>
    <message>
        <source>Colour-blind-safe colours</source>
        <translation>色盲友好配色</translation>
    </message>
    <message>
        <source>Colours of the Model</source>
        <translation>模型的配色</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>Put on Key</source>
        <translation>指定到按键</translation>
    </message>
    <message>
        <source>Eraser Paints This</source>
        <translation>用作橡皮擦的标签</translation>
    </message>
    <message>
        <source>Select Its Pixels</source>
        <translation>选择其像素</translation>
    </message>
    <message>
        <source>Colour of the Label</source>
        <translation>标签颜色</translation>
    </message>
    <message>
        <source>Colour of a label</source>
        <translation>更改标签颜色</translation>
    </message>
    <message>
        <source>Colours of the model</source>
        <translation>模型的配色</translation>
    </message>
    <message>
        <source>Slot %1 (no key)</source>
        <translation>快捷位 %1（无按键）</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::LabelModel</name>
    <message>
        <source>&lt; 0.1 %</source>
        <translation>&lt; 0.1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>The key that chooses this label; the context menu changes it</source>
        <translation>用于选择此标签的按键；可在右键菜单中更改</translation>
    </message>
    <message>
        <source>Double-click to change the colour; the map and its ids stay as they are</source>
        <translation>双击以更改颜色；标签图及其编号保持不变</translation>
    </message>
    <message>
        <source>Share of the map&apos;s pixels</source>
        <translation>占标签图像素的比例</translation>
    </message>
    <message>
        <source>Show this label alone</source>
        <translation>仅显示此标签</translation>
    </message>
    <message>
        <source>Show or hide this label</source>
        <translation>显示或隐藏此标签</translation>
    </message>
    <message>
        <source>%1: double-click to rename</source>
        <translation>%1：双击以重命名</translation>
    </message>
    <message>
        <source>%1: the model never saw this class</source>
        <translation>%1：模型从未见过此类别</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Rename label to %1</source>
        <translation>将标签重命名为 %1</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Never paint over this label (%1)</source>
        <translation>不允许覆盖此标签（%1）</translation>
    </message>
    <message>
        <source>Never paint over this label</source>
        <translation>不允许覆盖此标签</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::LassoTool</name>
    <message>
        <source>Draw around an area to select it · Shift: add · Ctrl: subtract · the options make it paint instead</source>
        <translation>圈出区域以选择 · Shift：添加 · Ctrl：减去 · 可在选项中改为绘制</translation>
    </message>
    <message>
        <source>Draw around an area to paint it · Ctrl: background · the options make it select instead</source>
        <translation>圈出区域以绘制 · Ctrl：背景 · 可在选项中改为选择</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::LatentCodes</name>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Copy a code of this model first</source>
        <translation>请先复制此模型的编码</translation>
    </message>
    <message>
        <source>there is no text to take a code from</source>
        <translation>没有可作为编码的文本</translation>
    </message>
    <message>
        <source>“%1” is no number</source>
        <translation>“%1”不是数字</translation>
    </message>
    <message>
        <source>A code is numbers with commas between them, such as 0.5, -1.2</source>
        <translation>编码是用逗号分隔的数字，例如 0.5, -1.2</translation>
    </message>
    <message>
        <source>the text has %1 values, the model takes %2</source>
        <translation>文本有 %1 个值，模型需要 %2 个</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::MainWindow</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>The language changes when Underpaint is started the next time.</source>
        <translation>语言将在下次启动 Underpaint 时更改。</translation>
    </message>
    <message>
        <source>&amp;New …</source>
        <translation>新建(&amp;N)…</translation>
    </message>
    <message>
        <source>New from a &amp;Photo …</source>
        <translation>从照片新建(&amp;P)…</translation>
    </message>
    <message>
        <source>Estimates the labels of a photo and takes its styles</source>
        <translation>估计照片的标签并提取其风格</translation>
    </message>
    <message>
        <source>&amp;Open …</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;As …</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Import &amp;Label Map …</source>
        <translation>导入标签图(&amp;L)…</translation>
    </message>
    <message>
        <source>In any known format; a report is shown before anything changes</source>
        <translation>支持所有已知格式；更改之前会先显示报告</translation>
    </message>
    <message>
        <source>Import &amp;Instance Map …</source>
        <translation>导入实例图(&amp;I)…</translation>
    </message>
    <message>
        <source>Of the same size as the scene</source>
        <translation>尺寸须与场景相同</translation>
    </message>
    <message>
        <source>&amp;Export …</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Photo, label map and instance map as pictures</source>
        <translation>将照片、标签图和实例图导出为图片</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Select N&amp;one</source>
        <translation>取消选择(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Invert Selection</source>
        <translation>反选(&amp;I)</translation>
    </message>
    <message>
        <source>S&amp;wap Current and Previous Label</source>
        <translation>切换当前与上一个标签(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Lock Current Label</source>
        <translation>锁定当前标签(&amp;L)</translation>
    </message>
    <message>
        <source>Locked labels are never painted over</source>
        <translation>锁定的标签不会被覆盖</translation>
    </message>
    <message>
        <source>Smaller Brush</source>
        <translation>减小画笔</translation>
    </message>
    <message>
        <source>Larger Brush</source>
        <translation>增大画笔</translation>
    </message>
    <message>
        <source>Much Smaller Brush</source>
        <translation>大幅减小画笔</translation>
    </message>
    <message>
        <source>Much Larger Brush</source>
        <translation>大幅增大画笔</translation>
    </message>
    <message>
        <source>&amp;Preferences …</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;New Instance for the Next Stroke</source>
        <translation>下一笔画新建实例(&amp;N)</translation>
    </message>
    <message>
        <source>Otherwise a stroke extends the selected object</source>
        <translation>否则笔画会扩展选中的对象</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>创建副本(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Merge</source>
        <translation>合并(&amp;M)</translation>
    </message>
    <message>
        <source>The selected objects become one</source>
        <translation>将选中的对象合并为一个</translation>
    </message>
    <message>
        <source>&amp;Split by Parts</source>
        <translation>按部分拆分(&amp;S)</translation>
    </message>
    <message>
        <source>Parts that do not touch become objects of their own</source>
        <translation>互不相连的部分成为单独的对象</translation>
    </message>
    <message>
        <source>There is nothing to split: it is of one piece.</source>
        <translation>无可拆分：它是一个整体。</translation>
    </message>
    <message>
        <source>&amp;Change to Current Label</source>
        <translation>改为当前标签(&amp;C)</translation>
    </message>
    <message>
        <source>The object becomes one of the class that is chosen in the labels</source>
        <translation>将对象改为标签列表中所选的类别</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>删除(&amp;L)</translation>
    </message>
    <message>
        <source>What surrounds it fills its place</source>
        <translation>由周围的内容填补其位置</translation>
    </message>
    <message>
        <source>&amp;Previous Instance</source>
        <translation>上一个实例(&amp;P)</translation>
    </message>
    <message>
        <source>Ne&amp;xt Instance</source>
        <translation>下一个实例(&amp;X)</translation>
    </message>
    <message>
        <source>Take from a P&amp;hoto …</source>
        <translation>从照片提取(&amp;H)…</translation>
    </message>
    <message>
        <source>The objects take the look that a photo has in their places</source>
        <translation>对象采用照片中相同位置的外观</translation>
    </message>
    <message>
        <source>&amp;Side by Side</source>
        <translation>并排(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>标签(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>照片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Overlay</source>
        <translation>叠加(&amp;O)</translation>
    </message>
    <message>
        <source>Split Sli&amp;der</source>
        <translation>分割滑块(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Next View</source>
        <translation>下一视图(&amp;N)</translation>
    </message>
    <message>
        <source>Labels More Opaque</source>
        <translation>提高标签不透明度</translation>
    </message>
    <message>
        <source>Labels Less Opaque</source>
        <translation>降低标签不透明度</translation>
    </message>
    <message>
        <source>Outlines and &amp;Marks</source>
        <translation>轮廓和标记(&amp;M)</translation>
    </message>
    <message>
        <source>Marching ants, outlines of objects, highlights</source>
        <translation>选区蚂蚁线、对象轮廓、高亮</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom O&amp;ut</source>
        <translation>缩小(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>100 %(&amp;1)</translation>
    </message>
    <message>
        <source>&amp;Upright</source>
        <translation>摆正(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Hide Docks</source>
        <translation>隐藏面板(&amp;H)</translation>
    </message>
    <message>
        <source>Full S&amp;creen</source>
        <translation>全屏(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Live</source>
        <translation>实时渲染(&amp;L)</translation>
    </message>
    <message>
        <source>The photo follows every edit</source>
        <translation>照片随每次编辑更新</translation>
    </message>
    <message>
        <source>&amp;Render Exactly Now</source>
        <translation>立即精确渲染(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Cancel Rendering</source>
        <translation>取消渲染(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Search Commands …</source>
        <translation>搜索命令(&amp;S)…</translation>
    </message>
    <message>
        <source>Short&amp;cuts …</source>
        <translation>快捷键(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;First Steps</source>
        <translation>入门(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;About Underpaint</source>
        <translation>关于 Underpaint(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open Re&amp;cent</source>
        <translation>打开最近的文件(&amp;C)</translation>
    </message>
    <message>
        <source>Open Sa&amp;mple</source>
        <translation>打开示例(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>La&amp;bel</source>
        <translation>标签(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Instance</source>
        <translation>实例(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Docks and Bars</source>
        <translation>面板和工具栏(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Render</source>
        <translation>渲染(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Tool Options</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <source>View and Render</source>
        <translation>视图和渲染</translation>
    </message>
    <message>
        <source>Nothing Yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Forget These</source>
        <translation>清除列表</translation>
    </message>
    <message>
        <source>None Installed</source>
        <translation>未安装示例</translation>
    </message>
    <message>
        <source>%1 (%2 s)</source>
        <translation>%1（%2 秒）</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>撤销(&amp;U)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>重做(&amp;R)：%1</translation>
    </message>
    <message>
        <source>nothing was changed yet</source>
        <translation>尚无更改</translation>
    </message>
    <message>
        <source>nothing was undone</source>
        <translation>没有撤销过的操作</translation>
    </message>
    <message>
        <source>no pixels are selected</source>
        <translation>没有选中像素</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation>已导出 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 · %2 kpx</source>
        <translation>%1 · %2 kpx</translation>
    </message>
    <message>
        <source>%1 · %2 px</source>
        <translation>%1 · %2 px</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 px</source>
        <translation>%1 px</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <source>loading …</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1，运行于 %2</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>queue %1</source>
        <translation>队列 %1</translation>
    </message>
    <message>
        <source>nothing is being rendered</source>
        <translation>没有正在进行的渲染</translation>
    </message>
    <message>
        <source>saving …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Unsaved changes are kept in a journal: a crash loses none</source>
        <translation>未保存的更改记录在日志中：程序崩溃也不会丢失</translation>
    </message>
    <message>
        <source>The project file is up to date</source>
        <translation>项目文件是最新的</translation>
    </message>
    <message>
        <source>%1[*] – Underpaint</source>
        <translation>%1[*] – Underpaint</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>Memory of the program; undo holds %1 MB of it</source>
        <translation>程序占用的内存；其中撤销记录占 %1 MB</translation>
    </message>
    <message>
        <source>Brush or Eraser</source>
        <translation>画笔或橡皮擦</translation>
    </message>
    <message>
        <source>Chooses the eraser, and the brush when the eraser is chosen already</source>
        <translation>选择橡皮擦；如果已选橡皮擦则选择画笔</translation>
    </message>
    <message>
        <source>Label Slot %1</source>
        <translation>标签快捷位 %1</translation>
    </message>
    <message>
        <source>All keys, to look up and to change</source>
        <translation>查看和更改所有快捷键</translation>
    </message>
    <message>
        <source>Opens the menu %1</source>
        <translation>打开菜单“%1”</translation>
    </message>
    <message>
        <source>The file of the shortcuts gives keys to several commands, or keys that are fixed. Without their keys are: %1.</source>
        <translation>快捷键文件把同一按键给了多个命令，或使用了固定按键。以下命令没有得到按键：%1。</translation>
    </message>
    <message>
        <source>The last start crashed with the settings, so this one is without them. They are kept as %1.</source>
        <translation>上次启动因设置而崩溃，因此这次未使用设置。它们保存为 %1。</translation>
    </message>
    <message>
        <source>“%1” is not on this computer: save it first.</source>
        <translation>“%1”不在本机上：请先保存。</translation>
    </message>
    <message>
        <source>“%1” cannot be dropped here. Projects, models, label maps, photos and labelme JSON can.</source>
        <translation>“%1”不能放在这里。可以放项目、模型、标签图、照片和 labelme JSON。</translation>
    </message>
    <message numerus="yes">
        <source>Of %n files the first one is taken.</source>
        <translation>
            <numerusform>%n 个文件中只使用第一个。</numerusform>
        </translation>
    </message>
    <message>
        <source>Pas&amp;te Picture</source>
        <translation>粘贴图片(&amp;T)</translation>
    </message>
    <message>
        <source>Opens the picture or the file of the clipboard</source>
        <translation>打开剪贴板中的图片或文件</translation>
    </message>
    <message>
        <source>A copy with its style, that floats over the map until Enter puts it down</source>
        <translation>带风格的副本，悬浮在标签图上，按 Enter 放下</translation>
    </message>
    <message>
        <source>Rot&amp;ate Left</source>
        <translation>向左旋转(&amp;A)</translation>
    </message>
    <message>
        <source>Turns the view, not the scene: 15° against the clock (Shift and the middle button turn it freely)</source>
        <translation>旋转视图而不是场景：逆时针 15°（Shift 加鼠标中键可自由旋转）</translation>
    </message>
    <message>
        <source>Rotate Ri&amp;ght</source>
        <translation>向右旋转(&amp;G)</translation>
    </message>
    <message>
        <source>Turns the view, not the scene: 15° with the clock</source>
        <translation>旋转视图而不是场景：顺时针 15°</translation>
    </message>
    <message>
        <source>Ends the rotation of the view</source>
        <translation>取消视图的旋转</translation>
    </message>
    <message>
        <source>Ne&amp;xt Area of the Window</source>
        <translation>窗口的下一区域(&amp;X)</translation>
    </message>
    <message>
        <source>The keys go to the canvas, a dock or the tools in turn</source>
        <translation>键盘焦点依次转到画布、面板或工具</translation>
    </message>
    <message>
        <source>Pre&amp;vious Area of the Window</source>
        <translation>窗口的上一区域(&amp;V)</translation>
    </message>
    <message>
        <source>adds to %1</source>
        <translation>添加到 %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>what the next stroke paints, how to use the tool</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>The settings were nothing that this program has written, so this start is without them. They are kept as %1.</source>
        <translation>设置并非由本程序写入，因此这次启动未使用它们。它们保留为 %1。</translation>
    </message>
    <message>
        <source>&amp;Open a Photo …</source>
        <translation>打开照片(&amp;O)…</translation>
    </message>
    <message>
        <source>The photo layer of the scene: a photo to paint over, of which parts can be kept</source>
        <translation>场景的照片图层：可在其上绘制的照片，其中的部分可以保留</translation>
    </message>
    <message>
        <source>Remo&amp;ve the Photo</source>
        <translation>移除照片(&amp;V)</translation>
    </message>
    <message>
        <source>Photo La&amp;yer</source>
        <translation>照片图层(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;What Else Would Change</source>
        <translation>还会改变什么(&amp;W)</translation>
    </message>
    <message>
        <source>the scene has no photo layer</source>
        <translation>场景没有照片图层</translation>
    </message>
    <message>
        <source>Variation from a P&amp;hoto …</source>
        <translation>从照片读取变化(&amp;H)…</translation>
    </message>
    <message>
        <source>The scene takes the look that a photo has as a whole: its light, its colours, its materials</source>
        <translation>场景采用照片整体的外观：光线、色彩和材质</translation>
    </message>
    <message>
        <source>C&amp;lasses of the Scene …</source>
        <translation>场景的类别(&amp;L)…</translation>
    </message>
    <message>
        <source>What its classes became with this model, to look at and to change</source>
        <translation>查看并更改场景的类别在此模型中变成了什么</translation>
    </message>
    <message>
        <source>the scene was not brought into other classes since it was opened</source>
        <translation>场景自打开以来没有换过类别</translation>
    </message>
    <message>
        <source>Show &amp;Classes …</source>
        <translation>显示类别(&amp;C)…</translation>
    </message>
    <message>
        <source>Warped &amp;Exemplar</source>
        <translation>变形后的范例(&amp;E)</translation>
    </message>
    <message>
        <source>Certainty of the Ma&amp;tches</source>
        <translation>匹配的把握(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Blind Comparison …</source>
        <translation>盲测比较(&amp;B)…</translation>
    </message>
    <message>
        <source>The photos of all frames, as PNG pictures or as a video</source>
        <translation>所有帧的照片，存为 PNG 图片或视频</translation>
    </message>
    <message>
        <source>there is only one frame</source>
        <translation>只有一帧</translation>
    </message>
    <message>
        <source>Open Seq&amp;uence …</source>
        <translation>打开序列(&amp;U)…</translation>
    </message>
    <message>
        <source>E&amp;xport Sequence …</source>
        <translation>导出序列(&amp;X)…</translation>
    </message>
    <message>
        <source>The manual, at the page of the panel that has the focus</source>
        <translation>使用手册，打开焦点所在面板的页面</translation>
    </message>
    <message>
        <source>O&amp;verview</source>
        <translation>概览(&amp;V)</translation>
    </message>
    <message>
        <source>The whole picture in a corner while only a part of it is seen</source>
        <translation>只看到一部分时，在角落显示整张图片</translation>
    </message>
    <message>
        <source>&amp;Fine-Tune …</source>
        <translation>微调(&amp;F)…</translation>
    </message>
    <message>
        <source>Teaches the present model something of your own: it becomes a new model</source>
        <translation>教当前模型学习您自己的内容：由此得到一个新模型</translation>
    </message>
    <message>
        <source>&amp;Training</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>“%1” is one of your models now.</source>
        <translation>“%1”现在是您的模型之一。</translation>
    </message>
    <message>
        <source>&amp;Use It</source>
        <translation>使用(&amp;U)</translation>
    </message>
    <message>
        <source>The training of “%1” stopped at step %2 of %3.</source>
        <translation>“%1”的训练停在第 %2 步，共 %3 步。</translation>
    </message>
    <message>
        <source>&amp;Go On</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>Chec&amp;k the Scene …</source>
        <translation>检查场景(&amp;K)…</translation>
    </message>
    <message>
        <source>Speckles, objects in pieces, classes that the model does not know</source>
        <translation>斑点、分成几块的对象、模型不认识的类别</translation>
    </message>
    <message>
        <source>&amp;Models …</source>
        <translation>模型(&amp;M)…</translation>
    </message>
    <message>
        <source>What there is, with licence, classes, sizes and the time of a render here; to choose, rename, import and export</source>
        <translation>现有的模型及其许可、类别、尺寸和在此渲染的用时；可选择、重命名、导入和导出</translation>
    </message>
    <message>
        <source>A video, or a folder of label maps, one for each frame</source>
        <translation>一个视频，或一个标签图文件夹（每帧一张）</translation>
    </message>
    <message>
        <source>Which of two models, or of two folders of pictures, is better, judged without knowing which is whose</source>
        <translation>在不知道归属的情况下，判断两个模型或两个图片文件夹中哪个更好</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ModelChange</name>
    <message numerus="yes">
        <source>%n style(s) are not in this model; undo brings them and the model back.</source>
        <translation>
            <numerusform>此模型没有其中 %n 个风格；撤销会一并恢复它们和原来的模型。</numerusform>
        </translation>
    </message>
    <message>
        <source>Another model</source>
        <translation>更换模型</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ModelDialog</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Use This Model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <source>A folder or file NAME.underpaint-model from elsewhere</source>
        <translation>其他位置的“名称.underpaint-model”文件夹或文件</translation>
    </message>
    <message>
        <source>No model was found. Open a package from elsewhere, or put one into a model folder.</source>
        <translation>未找到模型。请打开其他位置的模型包，或将模型包放入模型文件夹。</translation>
    </message>
    <message>
        <source>The package cannot be opened</source>
        <translation>无法打开模型包</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;%1:&lt;/b&gt; %2&lt;/p&gt;</source>
        <comment>property, value</comment>
        <translation>&lt;p&gt;&lt;b&gt;%1：&lt;/b&gt;%2&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Time of a render here</source>
        <translation>本机渲染用时</translation>
    </message>
    <message>
        <source>%1 s for %2 × %3</source>
        <translation>%2 × %3 用时 %1 秒</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练数据</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>trained at %1 × %2, multiples of %3</source>
        <translation>训练尺寸 %1 × %2，须为 %3 的倍数</translation>
    </message>
    <message>
        <source>multiples of %1</source>
        <translation>须为 %1 的倍数</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n classes</source>
        <translation>
            <numerusform>%n 个类别共 %1 种</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message numerus="yes">
        <source>%n classes</source>
        <translation>
            <numerusform>%n 个类别</numerusform>
        </translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>实测指标</translation>
    </message>
    <message>
        <source>Open a Model Package</source>
        <translation>打开模型包</translation>
    </message>
    <message>
        <source>Model packages (*.underpaint-model manifest.json);;All files (*)</source>
        <translation>模型包 (*.underpaint-model manifest.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>&amp;Rename …</source>
        <translation>重命名(&amp;R)…</translation>
    </message>
    <message>
        <source>Re&amp;move …</source>
        <translation>移除(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Show Folder</source>
        <translation>显示文件夹(&amp;S)</translation>
    </message>
    <message>
        <source>Opens the folder that it lies in</source>
        <translation>打开其所在的文件夹</translation>
    </message>
    <message>
        <source>&amp;Export …</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Open Package …</source>
        <translation>打开模型包(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Import …</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>A model of checkpoints that the official PyTorch programs wrote</source>
        <translation>由官方 PyTorch 程序写出的检查点制成模型</translation>
    </message>
    <message>
        <source>&amp;Folders …</source>
        <translation>文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Where models are looked for</source>
        <translation>查找模型的位置</translation>
    </message>
    <message>
        <source>Into the trash, where the system has one</source>
        <translation>移入回收站（若系统有）</translation>
    </message>
    <message>
        <source>Not possible: %1</source>
        <translation>无法进行：%1</translation>
    </message>
    <message>
        <source>Scenes know it by its id and find it still</source>
        <translation>场景按标识符认得它，仍能找到</translation>
    </message>
    <message>
        <source>It does other work than painting scenes</source>
        <translation>它不是用来绘制场景的</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Rename the Model</source>
        <translation>重命名模型</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Remove the Model</source>
        <translation>移除模型</translation>
    </message>
    <message>
        <source>Remove “%1”? Scenes that were painted with it are painted with another one then.</source>
        <translation>移除“%1”？用它绘制的场景之后将由其他模型绘制。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were written.</source>
        <translation>
            <numerusform>已写入 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Its weights as safetensors files and its generator as TorchScript, for other programs</source>
        <translation>把权重写为 safetensors 文件，把生成器写为 TorchScript，供其他程序使用</translation>
    </message>
    <message>
        <source>Folder for the Export</source>
        <translation>导出文件夹</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ModelFoldersDialog</name>
    <message>
        <source>Folders of Models</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>&amp;Add …</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Take Out</source>
        <translation>移出(&amp;T)</translation>
    </message>
    <message>
        <source>Models in it are no longer listed; its files stay</source>
        <translation>其中的模型不再列出；文件保留</translation>
    </message>
    <message>
        <source>A Folder with Models</source>
        <translation>含有模型的文件夹</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ModelRows</name>
    <message>
        <source>F&amp;irst model</source>
        <translation>第一个模型(&amp;I)</translation>
    </message>
    <message>
        <source>Se&amp;cond model</source>
        <translation>第二个模型(&amp;C)</translation>
    </message>
    <message>
        <source>Choose a package that lies elsewhere</source>
        <translation>选择位于别处的模型包</translation>
    </message>
    <message>
        <source>Both models paint these; those without a mark are left out</source>
        <translation>两个模型都绘制这些场景；未勾选的不参加</translation>
    </message>
    <message>
        <source>Add projects</source>
        <translation>添加项目</translation>
    </message>
    <message>
        <source>Add a folder of label maps</source>
        <translation>添加标签图文件夹</translation>
    </message>
    <message>
        <source>Take the selected ones off the list</source>
        <translation>从列表中移除所选项</translation>
    </message>
    <message>
        <source>Sce&amp;nes</source>
        <translation>场景(&amp;N)</translation>
    </message>
    <message>
        <source>Choose a Package</source>
        <translation>选择模型包</translation>
    </message>
    <message>
        <source>Models (*.underpaint-model manifest.json);;All files (*)</source>
        <translation>模型 (*.underpaint-model manifest.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Add Projects</source>
        <translation>添加项目</translation>
    </message>
    <message>
        <source>Projects (*.underpaint)</source>
        <translation>项目 (*.underpaint)</translation>
    </message>
    <message>
        <source>Add a Folder of Label Maps</source>
        <translation>添加标签图文件夹</translation>
    </message>
    <message>
        <source>the open scene (%1)</source>
        <translation>打开的场景（%1）</translation>
    </message>
    <message>
        <source>Choose two models</source>
        <translation>请选择两个模型</translation>
    </message>
    <message>
        <source>Choose two models that are not the same</source>
        <translation>请选择两个不同的模型</translation>
    </message>
    <message>
        <source>Mark scenes for both models to paint, or add some</source>
        <translation>请勾选由两个模型绘制的场景，或添加一些</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::MoveTool</name>
    <message numerus="yes">
        <source>Move: %n objects</source>
        <translation>
            <numerusform>移动：%n 个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>Move: %1</source>
        <translation>移动：%1</translation>
    </message>
    <message>
        <source>The selected instances are locked.</source>
        <translation>选中的实例已锁定。</translation>
    </message>
    <message>
        <source>Flip sideways</source>
        <translation>水平翻转</translation>
    </message>
    <message>
        <source>Mirror left and right. Select an object first.</source>
        <translation>左右镜像。请先选择对象。</translation>
    </message>
    <message>
        <source>Flip upside down</source>
        <translation>垂直翻转</translation>
    </message>
    <message>
        <source>Mirror top and bottom. Select an object first.</source>
        <translation>上下镜像。请先选择对象。</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>向左旋转</translation>
    </message>
    <message>
        <source>A quarter turn against the clock. Select an object first.</source>
        <translation>逆时针旋转 90°。请先选择对象。</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>向右旋转</translation>
    </message>
    <message>
        <source>A quarter turn with the clock. Select an object first.</source>
        <translation>顺时针旋转 90°。请先选择对象。</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>A copy floats here: drag it to its place · Enter: put it down · Esc: no copy</source>
        <translation>副本悬浮在此：拖到合适的位置 · Enter：放下 · Esc：取消副本</translation>
    </message>
    <message>
        <source>Drag an object to move it · handles: scale, turn · Shift: straight · arrows: one pixel · Enter: done · Esc: back</source>
        <translation>拖动对象以移动 · 手柄：缩放、旋转 · Shift：直线 · 方向键：一像素 · Enter：完成 · Esc：还原</translation>
    </message>
    <message>
        <source>Nothing of it would be left on the canvas, so it stays. Del deletes it.</source>
        <translation>那样画布上就什么也不剩了，所以它留在原处。按 Del 删除它。</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::Navigator</name>
    <message>
        <source>The whole picture: drag the frame to what you want to see</source>
        <translation>整张图片：把方框拖到想看的地方</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::NewDialog</name>
    <message>
        <source>New Scene</source>
        <translation>新建场景</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>预设(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Width</source>
        <translation>宽度(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Height</source>
        <translation>高度(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Filled with</source>
        <translation>填充为(&amp;F)</translation>
    </message>
    <message>
        <source>The model works on multiples of %1 pixels.</source>
        <translation>模型要求尺寸为 %1 像素的倍数。</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>%1 (%2 × %3)</source>
        <translation>%1（%2 × %3）</translation>
    </message>
    <message>
        <source>What the model was trained on</source>
        <translation>模型的训练尺寸</translation>
    </message>
    <message>
        <source>As the present scene</source>
        <translation>与当前场景相同</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>街景</translation>
    </message>
    <message>
        <source>Large street</source>
        <translation>大幅街景</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方形</translation>
    </message>
    <message>
        <source>What the scene shows at first</source>
        <translation>场景最初的内容</translation>
    </message>
    <message>
        <source>Horizon</source>
        <translation>地平线</translation>
    </message>
    <message>
        <source>Open ground with a way through it, trees at its end, and the sky</source>
        <translation>开阔的地面，一条路穿过其中，远处是树木和天空</translation>
    </message>
    <message>
        <source>Valley</source>
        <translation>山谷</translation>
    </message>
    <message>
        <source>Mountains, woods on the slopes, and a river or a path between them</source>
        <translation>群山、山坡上的树林，以及其间的河流或小路</translation>
    </message>
    <message>
        <source>Shore</source>
        <translation>岸边</translation>
    </message>
    <message>
        <source>Water, a beach in front of it, and hills behind</source>
        <translation>水面，前面是海滩，后面是山丘</translation>
    </message>
    <message>
        <source>A street between houses; every car and every person is an object</source>
        <translation>房屋之间的街道；每辆车和每个人都是一个对象</translation>
    </message>
    <message>
        <source>Facade</source>
        <translation>立面</translation>
    </message>
    <message>
        <source>Fronts of houses; every window is an object</source>
        <translation>房屋的正面；每扇窗户都是一个对象</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>人像</translation>
    </message>
    <message>
        <source>A person who stands before you; every piece of clothing is an object</source>
        <translation>一个站在面前的人；每件衣物都是一个对象</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>One class everywhere</source>
        <translation>处处为同一类别</translation>
    </message>
    <message>
        <source>Begin this scene and have its photo painted</source>
        <translation>新建此场景并绘制其照片</translation>
    </message>
    <message>
        <source>The model that paints the photo; the scene gets its classes</source>
        <translation>绘制照片的模型；场景采用它的类别</translation>
    </message>
    <message>
        <source>none installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>As measured on this computer when the model painted here before</source>
        <translation>该模型以前在这台计算机上绘制时测得的时间</translation>
    </message>
    <message>
        <source>Usual sizes</source>
        <translation>常用尺寸</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Own size</source>
        <translation>自定义尺寸</translation>
    </message>
    <message>
        <source>From %1 to %2 pixels</source>
        <translation>%1 到 %2 像素</translation>
    </message>
    <message>
        <source>%1 became %2: sides have %3 to %4 pixels, in multiples of %5.</source>
        <translation>%1 已改为 %2：边长为 %3 到 %4 像素，且为 %5 的倍数。</translation>
    </message>
    <message>
        <source>The class of all pixels</source>
        <translation>所有像素的类别</translation>
    </message>
    <message>
        <source>The template draws every pixel</source>
        <translation>模板会绘制每个像素</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>less than 0.1 s a photo</source>
        <translation>每张照片不到 0.1 秒</translation>
    </message>
    <message>
        <source>about %1 s a photo</source>
        <translation>每张照片约 %1 秒</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ObjectLibrary</name>
    <message>
        <source>The folder of the stored objects, %1, cannot be made: %2. Make it, or free some space</source>
        <translation>无法创建存放对象的文件夹 %1：%2。请手动创建，或释放一些空间</translation>
    </message>
    <message>
        <source>The object in %1 cannot be removed: %2. Check the rights of the file</source>
        <translation>无法移除 %1 中的对象：%2。请检查文件权限</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::Painting</name>
    <message>
        <source>The instance %1 is locked. Unlock it in the list of instances.</source>
        <translation>实例 %1 已锁定。请在实例列表中解锁。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>tool, class</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Outside of the selection nothing is painted. %1 selects nothing.</source>
        <translation>选区之外不会绘画。按 %1 取消选区。</translation>
    </message>
    <message>
        <source>Outside of the selection nothing is painted.</source>
        <translation>选区之外不会绘画。</translation>
    </message>
    <message>
        <source>The label “%2” is locked. %1 unlocks the current label.</source>
        <translation>标签“%2”已锁定。按 %1 解锁当前标签。</translation>
    </message>
    <message>
        <source>The label “%1” is locked.</source>
        <translation>标签“%1”已锁定。</translation>
    </message>
    <message>
        <source>This is part of the selected %2 now, which it does not touch. For one of its own undo it and press %1 first.</source>
        <translation>这一笔现在属于所选的 %2，却与它不相连。若要成为单独的对象，请撤销并先按 %1。</translation>
    </message>
    <message>
        <source>This is part of the selected %1 now, which it does not touch.</source>
        <translation>这一笔现在属于所选的 %1，却与它不相连。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::PhotoDock</name>
    <message>
        <source>Photo Layer</source>
        <translation>照片图层</translation>
    </message>
    <message>
        <source>&amp;Keep What I Did Not Touch</source>
        <translation>保留未改动的部分(&amp;K)</translation>
    </message>
    <message>
        <source>Only what differs from the photo layer is painted; everything else stays as it is in the photo</source>
        <translation>只绘制与照片图层不同的部分；其余保持照片原样</translation>
    </message>
    <message>
        <source>&amp;Labels Describe the Photo</source>
        <translation>标签描述照片(&amp;L)</translation>
    </message>
    <message>
        <source>After correcting estimated labels: nothing counts as touched</source>
        <translation>改正估计的标签之后：没有任何部分算作改动</translation>
    </message>
    <message>
        <source>Labels describe the photo</source>
        <translation>标签描述照片</translation>
    </message>
    <message>
        <source>&amp;Bake as Photo Layer</source>
        <translation>固化为照片图层(&amp;B)</translation>
    </message>
    <message>
        <source>The photo as it is now becomes the photo layer, and further edits start from it</source>
        <translation>当前的照片成为照片图层，之后的编辑从它开始</translation>
    </message>
    <message>
        <source>&amp;Photo</source>
        <translation>照片(&amp;P)</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Of the photo layer over every view</source>
        <translation>照片图层在所有视图上的不透明度</translation>
    </message>
    <message>
        <source>Keep what I did not touch</source>
        <translation>保留未改动的部分</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Soft edge</source>
        <translation>柔和边缘</translation>
    </message>
    <message>
        <source>How wide the new passes into the photo, outside of what was touched</source>
        <translation>在改动部分之外，新内容过渡到照片的宽度</translation>
    </message>
    <message>
        <source>Match colours at the seam</source>
        <translation>在接缝处匹配颜色</translation>
    </message>
    <message>
        <source>The new part takes the light and the tone of the photo around it</source>
        <translation>新的部分采用周围照片的光线和色调</translation>
    </message>
    <message>
        <source>No photo. Open one, or keep the photo that is shown now.</source>
        <translation>没有照片。请打开一张，或保留当前显示的照片。</translation>
    </message>
    <message>
        <source>The maps have another size than the photo&apos;s labels: nothing can be kept until the labels describe the photo again.</source>
        <translation>标签图与照片的标签大小不同：在标签重新描述照片之前，什么都无法保留。</translation>
    </message>
    <message>
        <source>Nobody said yet what the photo shows.</source>
        <translation>还没有说明照片里有什么。</translation>
    </message>
    <message>
        <source>%1 % of the scene was touched.</source>
        <translation>场景的 %1 % 被改动。</translation>
    </message>
    <message>
        <source>the scene has no photo layer</source>
        <translation>场景没有照片图层</translation>
    </message>
    <message>
        <source>there is no photo to keep yet</source>
        <translation>还没有可保留的照片</translation>
    </message>
    <message>
        <source>the photo is not exact yet</source>
        <translation>照片还不精确</translation>
    </message>
    <message>
        <source>Keep what is not touched</source>
        <translation>保留未改动的部分</translation>
    </message>
    <message>
        <source>Paint everything</source>
        <translation>全部绘制</translation>
    </message>
    <message>
        <source>There is not enough memory to bake the photo.</source>
        <translation>内存不足，无法固化照片。</translation>
    </message>
    <message>
        <source>The scene changed while its photo was being baked. Bake again</source>
        <translation>固化照片时场景发生了变化。请重新固化</translation>
    </message>
    <message>
        <source>Bake as photo layer</source>
        <translation>固化为照片图层</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::PhotoStart</name>
    <message>
        <source>The segmenter found class %1, which the model “%2” does not have. Choose a model with the segmenter&apos;s classes</source>
        <translation>分割模型找到了类别 %1，而模型“%2”没有该类别。请选择与分割模型类别一致的模型</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::PinTool</name>
    <message>
        <source>Click to tie a place to one of the exemplar · drag: move the pin · Ctrl: remove it · its other end is in the panel Exemplars</source>
        <translation>单击将一处与范例中的一处相连 · 拖动：移动图钉 · Ctrl：移除 · 另一端在“范例”面板中</translation>
    </message>
    <message>
        <source>There is no exemplar to pin to. Add a photo in the panel Exemplars.</source>
        <translation>没有可固定的范例。请在“范例”面板中添加照片。</translation>
    </message>
    <message>
        <source>Remove a pin</source>
        <translation>移除图钉</translation>
    </message>
    <message>
        <source>An exemplar has at most %1 pins.</source>
        <translation>一个范例最多有 %1 个图钉。</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>图钉</translation>
    </message>
    <message>
        <source>Move a pin</source>
        <translation>移动图钉</translation>
    </message>
    <message>
        <source>Exemplar pin</source>
        <translation>范例图钉</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::PolygonTool</name>
    <message>
        <source>Click vertices · Enter or double click: select · Backspace: drop the last · Shift: 45° steps, or add · Ctrl: subtract · Esc: cancel</source>
        <translation>单击添加顶点 · Enter 或双击：选择 · Backspace：删除上一顶点 · Shift：45° 步进或添加 · Ctrl：减去 · Esc：取消</translation>
    </message>
    <message>
        <source>Click vertices · Enter or double click: paint · Backspace: drop the last · Shift: 45° steps · Ctrl: background · Esc: cancel</source>
        <translation>单击添加顶点 · Enter 或双击：绘制 · Backspace：删除上一顶点 · Shift：45° 步进 · Ctrl：背景 · Esc：取消</translation>
    </message>
    <message>
        <source>A polygon needs three vertices.</source>
        <translation>多边形至少需要三个顶点。</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::PreferencesDialog</name>
    <message>
        <source>Open what was open &amp;last</source>
        <translation>打开上次的项目(&amp;L)</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Memory for undo; beyond it the oldest steps are forgotten</source>
        <translation>用于撤销的内存；超出后最早的步骤会被丢弃</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Another language is spoken from the next start on</source>
        <translation>更改语言将在下次启动时生效</translation>
    </message>
    <message>
        <source>Memory for &amp;undo</source>
        <translation>撤销内存(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>界面颜色(&amp;C)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言 Language(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Render while painting</source>
        <translation>绘画时渲染(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Render while painting (%1)</source>
        <translation>绘画时渲染(&amp;R)（%1）</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::Section</name>
    <message>
        <source>Fold this part away</source>
        <translation>折叠这一部分</translation>
    </message>
    <message>
        <source>Show this part</source>
        <translation>显示这一部分</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::SequenceExportDialog</name>
    <message>
        <source>Export the Sequence</source>
        <translation>导出序列</translation>
    </message>
    <message>
        <source>Folder of PNG pictures</source>
        <translation>PNG 图片文件夹</translation>
    </message>
    <message>
        <source>MP4 video</source>
        <translation>MP4 视频</translation>
    </message>
    <message>
        <source>WebM video</source>
        <translation>WebM 视频</translation>
    </message>
    <message>
        <source>GIF animation</source>
        <translation>GIF 动画</translation>
    </message>
    <message>
        <source>Format of the sequence</source>
        <translation>序列的格式</translation>
    </message>
    <message>
        <source> fps</source>
        <comment>frames per second</comment>
        <translation> 帧/秒</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>Choose the folder or file</source>
        <translation>选择文件夹或文件</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Output</source>
        <translation>输出(&amp;O)</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>This file is there already and will be replaced.</source>
        <translation>此文件已经存在，将被替换。</translation>
    </message>
    <message>
        <source>This folder is there already: frames that are finished in it and have not changed stay, the others are painted.</source>
        <translation>此文件夹已经存在：其中已完成且未改变的帧会保留，其余的会重新绘制。</translation>
    </message>
    <message>
        <source>One picture per frame, each following from those before it.</source>
        <translation>每帧一张图片，每张都承接前面的各帧。</translation>
    </message>
    <message>
        <source>All frames in one file, each following from those before it.</source>
        <translation>所有帧在一个文件中，每帧都承接前面的各帧。</translation>
    </message>
    <message>
        <source>Folder of the Frames</source>
        <translation>帧的文件夹</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ShapeTool</name>
    <message>
        <source>Select</source>
        <translation>选框</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Drag to select · Shift: add, or a square · Ctrl: subtract · click: select nothing</source>
        <translation>拖动以选择 · Shift：添加或正方形 · Ctrl：减去 · 单击：取消选择</translation>
    </message>
    <message>
        <source>Drag to paint the shape · Shift: square or circle · Ctrl: background · Esc: cancel</source>
        <translation>拖动以绘制形状 · Shift：正方形或圆形 · Ctrl：背景 · Esc：取消</translation>
    </message>
    <message>
        <source>What is drawn between the corners of the drag</source>
        <translation>在拖动的两角之间绘制的形状</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ShortcutBook</name>
    <message>
        <source>%1 The shortcuts are the standard ones. The file stays as it is until you confirm others; then it is kept under another name.</source>
        <translation>%1 现在使用标准快捷键。在您确认其他快捷键之前，该文件保持不变；之后会以另一个名称保留。</translation>
    </message>
    <message>
        <source>The shortcuts were not kept, as the unreadable file of them cannot be moved to “%1” (%2).</source>
        <translation>快捷键未能保存，因为无法把读不出的快捷键文件移动到“%1”（%2）。</translation>
    </message>
    <message>
        <source>The unreadable file of the shortcuts is kept as “%1”.</source>
        <translation>读不出的快捷键文件已保留为“%1”。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ShortcutPresets</name>
    <message>
        <source>Like Krita</source>
        <translation>类似 Krita</translation>
    </message>
    <message>
        <source>Like Photoshop</source>
        <translation>类似 Photoshop</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ShortcutTable</name>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Second Key</source>
        <translation>第二按键</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Instance</source>
        <translation>实例</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Render and Model</source>
        <translation>渲染与模型</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>also: %1</source>
        <translation>另有：%1</translation>
    </message>
    <message>
        <source>fixed: %1</source>
        <translation>固定：%1</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Exemplars</source>
        <translation>范例</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ShortcutsDialog</name>
    <message>
        <source>or press a key</source>
        <translation>或按一个键</translation>
    </message>
    <message>
        <source>&amp;Import …</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Export …</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>no second key</source>
        <translation>无第二按键</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>重置(&amp;R)</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Reset &amp;All</source>
        <translation>全部重置(&amp;A)</translation>
    </message>
    <message>
        <source>All commands get the keys of the preset</source>
        <translation>所有命令恢复预设的按键</translation>
    </message>
    <message>
        <source>Search by name or key, such as “brush” or “Ctrl+E”</source>
        <translation>按名称或按键搜索，例如“画笔”或“Ctrl+E”</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Shows the commands whose name or key has this</source>
        <translation>显示名称或按键中含有此内容的命令</translation>
    </message>
    <message>
        <source>Search by a key</source>
        <translation>按按键搜索</translation>
    </message>
    <message>
        <source>Press a key here to see what it does; the cross shows everything again</source>
        <translation>在此按一个键，查看它的作用；点叉号重新显示全部</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Keys as another program has them</source>
        <translation>与其他程序一致的按键</translation>
    </message>
    <message>
        <source>Import shortcuts</source>
        <translation>导入快捷键</translation>
    </message>
    <message>
        <source>Shows the shortcuts of a file, to be confirmed</source>
        <translation>显示文件中的快捷键，等待确认</translation>
    </message>
    <message>
        <source>Export shortcuts</source>
        <translation>导出快捷键</translation>
    </message>
    <message>
        <source>Writes what is shown here into a file</source>
        <translation>将此处显示的内容写入文件</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>预设(&amp;P)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Click here and press the key of the command</source>
        <translation>单击此处并按下该命令的按键</translation>
    </message>
    <message>
        <source>Second key</source>
        <translation>第二按键</translation>
    </message>
    <message>
        <source>Click here and press another key that does the same</source>
        <translation>单击此处并按下作用相同的另一个按键</translation>
    </message>
    <message>
        <source>Reset the command</source>
        <translation>重置该命令</translation>
    </message>
    <message>
        <source>The keys that the preset gives to this command</source>
        <translation>预设给该命令的按键</translation>
    </message>
    <message>
        <source>Another Preset</source>
        <translation>更换预设</translation>
    </message>
    <message>
        <source>The preset replaces the keys of all commands, also of those that you changed. Is that what you want?</source>
        <translation>预设会替换所有命令的按键，包括您更改过的。确定要这样做吗？</translation>
    </message>
    <message>
        <source>Import Shortcuts</source>
        <translation>导入快捷键</translation>
    </message>
    <message>
        <source>Shortcuts (*.json)</source>
        <translation>快捷键 (*.json)</translation>
    </message>
    <message>
        <source>Nothing was changed. %1</source>
        <translation>未做任何更改。%1</translation>
    </message>
    <message>
        <source>Export Shortcuts</source>
        <translation>导出快捷键</translation>
    </message>
    <message>
        <source>%1 and others</source>
        <translation>%1 等</translation>
    </message>
    <message>
        <source>OK has to wait, as keys do two things: %1. &lt;a href=&quot;show&quot;&gt;Show the first&lt;/a&gt;</source>
        <translation>暂时无法确定，因为有按键对应两个命令：%1。&lt;a href=&quot;show&quot;&gt;显示第一个&lt;/a&gt;</translation>
    </message>
    <message>
        <source>The keys are in effect at once</source>
        <translation>按键立即生效</translation>
    </message>
    <message>
        <source>Not while a key does two things</source>
        <translation>有按键对应两个命令时不可用</translation>
    </message>
    <message>
        <source>Tap the key to choose the tool; hold it to use the tool until it is released.</source>
        <translation>轻按选择该工具；按住则临时使用，松开即恢复。</translation>
    </message>
    <message>
        <source>This key cannot be changed.</source>
        <translation>此按键不能更改。</translation>
    </message>
    <message>
        <source>%1 is fixed (%2). Press another key.</source>
        <translation>%1 是固定按键（%2）。请按其他键。</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Take It from %1</source>
        <translation>从%1取走</translation>
    </message>
    <message>
        <source>%1 is also the key of %2.</source>
        <translation>%1 也是%2的按键。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ShortcutsFile</name>
    <message>
        <source>This is no file of shortcuts.</source>
        <translation>这不是快捷键文件。</translation>
    </message>
    <message>
        <source>This is no file of shortcuts (%1 at byte %2).</source>
        <translation>这不是快捷键文件（%1，第 %2 字节）。</translation>
    </message>
    <message>
        <source>This is no file of shortcuts, or one of a newer version.</source>
        <translation>这不是快捷键文件，或者来自更新的版本。</translation>
    </message>
    <message>
        <source>It begins with keys “%1” that this version does not know.</source>
        <translation>它以本版本不认识的按键预设“%1”为基础。</translation>
    </message>
    <message>
        <source>“%1” has no list of at most %2 keys.</source>
        <translation>“%1”没有最多 %2 个按键的列表。</translation>
    </message>
    <message>
        <source>“%1” has the key “%2”, which is none.</source>
        <translation>“%1”的按键“%2”不是有效按键。</translation>
    </message>
    <message>
        <source>The file cannot be read (%1).</source>
        <translation>无法读取该文件（%1）。</translation>
    </message>
    <message>
        <source>The file is too large for one of shortcuts.</source>
        <translation>该文件过大，不是快捷键文件。</translation>
    </message>
    <message>
        <source>This is a folder, a pipe or a device.</source>
        <translation>这是文件夹、管道或设备。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::SplitTool</name>
    <message>
        <source>Drag across an object to cut it in two · Shift: straight in 45° steps · Esc: cancel</source>
        <translation>拖动划过对象将其一分为二 · Shift：按 45° 步进的直线 · Esc：取消</translation>
    </message>
    <message>
        <source>There is no object under the line. It cuts cars, people and other things that have numbers.</source>
        <translation>线条下没有对象。只能切分汽车、行人等带编号的对象。</translation>
    </message>
    <message>
        <source>This object is locked.</source>
        <translation>此对象已锁定。</translation>
    </message>
    <message>
        <source>The line has to go right through the object, from side to side.</source>
        <translation>线条必须从一侧到另一侧完全穿过对象。</translation>
    </message>
    <message>
        <source>The label of this object is locked.</source>
        <translation>此对象的标签已锁定。</translation>
    </message>
    <message>
        <source>Split: %1</source>
        <translation>切分：%1</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>切分</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StagingDock</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Show &amp;Variations</source>
        <translation>显示变化(&amp;V)</translation>
    </message>
    <message>
        <source>Paints the scene in other looks, small and one after the other; nothing changes until you take one over</source>
        <translation>以其他外观逐一绘制场景的小图；在您采用某一个之前，什么都不会改变</translation>
    </message>
    <message>
        <source>&amp;Take Over Variation</source>
        <translation>采用变化(&amp;T)</translation>
    </message>
    <message>
        <source>The scene gets the look of the chosen variation: one step of the history</source>
        <translation>场景采用所选变化的外观：历史记录中的一步</translation>
    </message>
    <message>
        <source>&amp;Pin Variation</source>
        <translation>钉住变化(&amp;P)</translation>
    </message>
    <message>
        <source>Keeps it, to be compared with the photo; new variations leave it there</source>
        <translation>保留它以便与照片比较；新的变化不会取代它</translation>
    </message>
    <message>
        <source>&amp;Discard Variation</source>
        <translation>舍弃变化(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;See the Pinned One</source>
        <translation>查看钉住的变化(&amp;S)</translation>
    </message>
    <message>
        <source>In the place of the photo, as long as the key is held</source>
        <translation>按住按键时，代替照片显示</translation>
    </message>
    <message>
        <source>What varies</source>
        <translation>变化的内容</translation>
    </message>
    <message>
        <source>Variations of the scene</source>
        <translation>场景的各种变化</translation>
    </message>
    <message>
        <source>The pinned variation and the photo</source>
        <translation>钉住的变化与照片</translation>
    </message>
    <message>
        <source>Left of the line the pinned variation, right of it the photo; the mouse and the arrow keys move the line</source>
        <translation>线的左边是钉住的变化，右边是照片；可用鼠标和方向键移动这条线</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已钉住</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>%1: Enter takes it over</source>
        <translation>%1：按 Enter 采用</translation>
    </message>
    <message>
        <source>%1 (pinned)</source>
        <translation>%1（已钉住）</translation>
    </message>
    <message>
        <source>Variation: %1</source>
        <translation>变化：%1</translation>
    </message>
    <message>
        <source>the model has one look for each scene</source>
        <translation>该模型对每个场景只有一种外观</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>没有载入模型</translation>
    </message>
    <message>
        <source>no variation is chosen</source>
        <translation>没有选择变化</translation>
    </message>
    <message>
        <source>its photo has not come yet</source>
        <translation>其照片尚未完成</translation>
    </message>
    <message>
        <source>nothing is pinned</source>
        <translation>没有钉住任何变化</translation>
    </message>
    <message>
        <source>%1 of %2 painted …</source>
        <translation>已绘制 %1 / %2…</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StampTool</name>
    <message>
        <source>The library is empty: select an object and store it (options bar)</source>
        <translation>对象库为空：请选择一个对象并存入（选项栏）</translation>
    </message>
    <message>
        <source>This scene has no class “%1”.</source>
        <translation>此场景没有类别“%1”。</translation>
    </message>
    <message>
        <source>Nothing was placed: the pixels are locked or not selected.</source>
        <translation>未放置任何内容：像素已锁定或不在选区内。</translation>
    </message>
    <message>
        <source>Stamp: %1</source>
        <translation>图章：%1</translation>
    </message>
    <message>
        <source>No object is selected. Select the object that is to be stored</source>
        <translation>没有选中对象。请选择要存入的对象</translation>
    </message>
    <message>
        <source>The selected object has no pixels. Select another one</source>
        <translation>选中的对象没有像素。请另选一个</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>class, number</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>The object that a click places</source>
        <translation>单击时放置的对象</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>No objects yet</source>
        <translation>尚无对象</translation>
    </message>
    <message>
        <source>Store selected</source>
        <translation>存入选中对象</translation>
    </message>
    <message>
        <source>Puts the selected object into the library. Select an object first.</source>
        <translation>将选中的对象存入对象库。请先选择对象。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Takes this object out of the library</source>
        <translation>从对象库中移除此对象</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Flipped</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Left and right exchanged</source>
        <translation>左右互换</translation>
    </message>
    <message>
        <source>Stamp</source>
        <translation>图章</translation>
    </message>
    <message>
        <source>Click to place the object</source>
        <translation>单击放置对象</translation>
    </message>
    <message>
        <source>%1 %2: size</source>
        <translation>%1 %2：大小</translation>
    </message>
    <message>
        <source>store the selected object in the options bar</source>
        <translation>在选项栏中存储选中的对象</translation>
    </message>
    <message>
        <source>Of the stored object (%1 smaller, %2 larger)</source>
        <translation>所存对象的大小（%1 变小，%2 变大）</translation>
    </message>
    <message>
        <source>Of the stored object</source>
        <translation>所存对象的大小</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StatusFields</name>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Position in pixels</source>
        <translation>位置（像素）</translation>
    </message>
    <message>
        <source>Label under the cursor</source>
        <translation>光标处的标签</translation>
    </message>
    <message>
        <source>Instance under the cursor and its area</source>
        <translation>光标处的实例及其面积</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放比例</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Model and device</source>
        <translation>模型和设备</translation>
    </message>
    <message>
        <source>Time of the last render</source>
        <translation>上次渲染用时</translation>
    </message>
    <message>
        <source>Renders that wait</source>
        <translation>等待中的渲染</translation>
    </message>
    <message>
        <source>queue %1</source>
        <translation>队列 %1</translation>
    </message>
    <message>
        <source>Memory of the program</source>
        <translation>程序占用的内存</translation>
    </message>
    <message>
        <source>Saved or not</source>
        <translation>是否已保存</translation>
    </message>
    <message>
        <source>saving …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>已保存</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StrokeTool</name>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Shape of the brush</source>
        <translation>画笔形状</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>圆形</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方形</translation>
    </message>
    <message>
        <source>Size with zoom</source>
        <translation>大小随缩放</translation>
    </message>
    <message>
        <source>The size counts pixels of the screen, not of the map</source>
        <translation>大小按屏幕像素计算，而非标签图像素</translation>
    </message>
    <message>
        <source>Pressure</source>
        <translation>压感</translation>
    </message>
    <message>
        <source>The pen&apos;s pressure sets the size</source>
        <translation>由压感笔的压力决定大小</translation>
    </message>
    <message>
        <source>%1 %2: size</source>
        <translation>%1 %2：大小</translation>
    </message>
    <message>
        <source>Drag to paint the background label</source>
        <translation>拖动以绘制背景标签</translation>
    </message>
    <message>
        <source>Drag to paint</source>
        <translation>拖动以绘画</translation>
    </message>
    <message>
        <source>Ctrl: background</source>
        <translation>Ctrl：背景</translation>
    </message>
    <message>
        <source>%1: new instance</source>
        <translation>%1：新实例</translation>
    </message>
    <message>
        <source>Diameter (%1 smaller, %2 larger, Ctrl+wheel)</source>
        <translation>直径（%1 变小，%2 变大，Ctrl+滚轮）</translation>
    </message>
    <message>
        <source>Diameter (Ctrl+wheel)</source>
        <translation>直径（Ctrl+滚轮）</translation>
    </message>
    <message>
        <source>Shift-click: line</source>
        <translation>Shift+单击：直线</translation>
    </message>
    <message>
        <source>Alt: pick</source>
        <translation>Alt：拾取</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StyleActions</name>
    <message>
        <source>&amp;Previous Style</source>
        <translation>上一风格(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next Style</source>
        <translation>下一风格(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Random Style</source>
        <translation>随机风格(&amp;R)</translation>
    </message>
    <message>
        <source>Another look for the selected objects</source>
        <translation>为选中的对象换一种外观</translation>
    </message>
    <message>
        <source>Random style</source>
        <translation>随机风格</translation>
    </message>
    <message>
        <source>Random Style for &amp;All</source>
        <translation>全部随机风格(&amp;A)</translation>
    </message>
    <message>
        <source>Another look for everything in the scene</source>
        <translation>为场景中的一切换一种外观</translation>
    </message>
    <message>
        <source>Random styles</source>
        <translation>全部随机风格</translation>
    </message>
    <message>
        <source>&amp;Copy Style</source>
        <translation>复制风格(&amp;C)</translation>
    </message>
    <message>
        <source>Pas&amp;te Style</source>
        <translation>粘贴风格(&amp;T)</translation>
    </message>
    <message>
        <source>To the selected objects of the class that it was copied from</source>
        <translation>粘贴到与复制来源同类的选中对象</translation>
    </message>
    <message>
        <source>Paste style</source>
        <translation>粘贴风格</translation>
    </message>
    <message>
        <source>Same for All of This &amp;Class</source>
        <translation>应用到全部同类对象(&amp;C)</translation>
    </message>
    <message>
        <source>Every object of the class takes the style of the selected one</source>
        <translation>该类别的每个对象都采用选中对象的风格</translation>
    </message>
    <message>
        <source>Same style for a class</source>
        <translation>统一类别风格</translation>
    </message>
    <message>
        <source>Style of the &amp;Model</source>
        <translation>模型默认风格(&amp;M)</translation>
    </message>
    <message>
        <source>Back to how the model paints it by itself</source>
        <translation>恢复为模型自身的画法</translation>
    </message>
    <message>
        <source>Style of the model</source>
        <translation>模型默认风格</translation>
    </message>
    <message>
        <source>&amp;Style</source>
        <translation>风格(&amp;S)</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>the model has no styles</source>
        <translation>模型没有风格</translation>
    </message>
    <message>
        <source>the model cannot read styles from photos</source>
        <translation>模型无法从照片提取风格</translation>
    </message>
    <message>
        <source>select an object first</source>
        <translation>请先选择对象</translation>
    </message>
    <message>
        <source>no style was copied</source>
        <translation>未复制风格</translation>
    </message>
    <message>
        <source>Styles from %1</source>
        <translation>%1 的风格</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StyleCommands</name>
    <message>
        <source>Next style</source>
        <translation>下一风格</translation>
    </message>
    <message>
        <source>Previous style</source>
        <translation>上一风格</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StyleDock</name>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>The styles of a model appear here once one is loaded.</source>
        <translation>加载模型后，其风格会显示在此处。</translation>
    </message>
    <message>
        <source>The model “%1” has no styles: all objects of a class look as it was trained. Choose another one in the Model menu.</source>
        <translation>模型“%1”没有风格：同类对象的外观均由训练决定。请在“模型”菜单中选择其他模型。</translation>
    </message>
    <message>
        <source>Hold Alt and click an object on the map, or choose it in the list of instances, to choose how it looks.</source>
        <translation>按住 Alt 单击标签图上的对象，或在实例列表中选择对象，以设定其外观。</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 及另外 %2 个</translation>
    </message>
    <message>
        <source>The model has no styles for this class.</source>
        <translation>模型没有此类别的风格。</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>How much of each style above; together always 100 %</source>
        <translation>以上各风格所占的比例；总和始终为 100 %</translation>
    </message>
    <message>
        <source>Fine</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Style %1 of %2</source>
        <translation>%2 的风格 %1</translation>
    </message>
    <message>
        <source>Mix styles of %1</source>
        <translation>混合 %1 的风格</translation>
    </message>
    <message>
        <source>Fine style of %1</source>
        <translation>微调 %1 的风格</translation>
    </message>
    <message>
        <source>The ways in which these looks differ, the widest first. Words and pictures tell what is at the ends, as this model paints it here.</source>
        <translation>这些外观的不同之处，差别最大的在前。两端的文字和小图说明此模型在这里画出的效果。</translation>
    </message>
    <message>
        <source>hardly visible</source>
        <translation>几乎看不出</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StyleNames</name>
    <message>
        <source>overcast</source>
        <translation>阴天</translation>
    </message>
    <message>
        <source>hazy</source>
        <translation>薄雾</translation>
    </message>
    <message>
        <source>white</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>night</source>
        <translation>夜晚</translation>
    </message>
    <message>
        <source>deep green</source>
        <translation>浓绿</translation>
    </message>
    <message>
        <source>dark wood</source>
        <translation>幽暗的林子</translation>
    </message>
    <message>
        <source>bright wood</source>
        <translation>明亮的林子</translation>
    </message>
    <message>
        <source>shaded</source>
        <translation>背阴</translation>
    </message>
    <message>
        <source>undergrowth</source>
        <translation>林下灌丛</translation>
    </message>
    <message>
        <source>leafy</source>
        <translation>枝叶茂密</translation>
    </message>
    <message>
        <source>dry</source>
        <translation>干枯</translation>
    </message>
    <message>
        <source>sunlit</source>
        <translation>阳光下</translation>
    </message>
    <message>
        <source>meadow</source>
        <translation>草甸</translation>
    </message>
    <message>
        <source>pale</source>
        <translation>浅淡</translation>
    </message>
    <message>
        <source>dark gravel</source>
        <translation>深色砾石</translation>
    </message>
    <message>
        <source>brown</source>
        <translation>棕色</translation>
    </message>
    <message>
        <source>stony</source>
        <translation>多石</translation>
    </message>
    <message>
        <source>reddish</source>
        <translation>偏红</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>昏暗</translation>
    </message>
    <message>
        <source>gravel</source>
        <translation>砾石</translation>
    </message>
    <message>
        <source>dusty</source>
        <translation>尘土</translation>
    </message>
    <message>
        <source>pinkish</source>
        <translation>偏粉</translation>
    </message>
    <message>
        <source>green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>deep blue</source>
        <translation>深蓝</translation>
    </message>
    <message>
        <source>snow</source>
        <translation>雪</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰色</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>晴朗</translation>
    </message>
    <message>
        <source>evening</source>
        <translation>傍晚</translation>
    </message>
    <message>
        <source>wet</source>
        <translation>潮湿</translation>
    </message>
    <message>
        <source>dark asphalt</source>
        <translation>深色沥青</translation>
    </message>
    <message>
        <source>asphalt</source>
        <translation>沥青</translation>
    </message>
    <message>
        <source>in shadows</source>
        <translation>有阴影</translation>
    </message>
    <message>
        <source>dusk</source>
        <translation>黄昏</translation>
    </message>
    <message>
        <source>dark branches</source>
        <translation>暗色枝条</translation>
    </message>
    <message>
        <source>bare</source>
        <translation>光秃</translation>
    </message>
    <message>
        <source>fine branches</source>
        <translation>细枝</translation>
    </message>
    <message>
        <source>dark grey</source>
        <translation>深灰色</translation>
    </message>
    <message>
        <source>light grey</source>
        <translation>浅灰色</translation>
    </message>
    <message>
        <source>pink</source>
        <translation>粉色</translation>
    </message>
    <message>
        <source>dark pink</source>
        <translation>深粉色</translation>
    </message>
    <message>
        <source>pale pink</source>
        <translation>浅粉色</translation>
    </message>
    <message>
        <source>dark red</source>
        <translation>深红色</translation>
    </message>
    <message>
        <source>pale red</source>
        <translation>浅红色</translation>
    </message>
    <message>
        <source>dark orange</source>
        <translation>深橙色</translation>
    </message>
    <message>
        <source>pale orange</source>
        <translation>浅橙色</translation>
    </message>
    <message>
        <source>dark yellow</source>
        <translation>深黄色</translation>
    </message>
    <message>
        <source>dark green</source>
        <translation>深绿色</translation>
    </message>
    <message>
        <source>pale green</source>
        <translation>浅绿色</translation>
    </message>
    <message>
        <source>teal</source>
        <translation>青色</translation>
    </message>
    <message>
        <source>dark teal</source>
        <translation>深青色</translation>
    </message>
    <message>
        <source>pale teal</source>
        <translation>浅青色</translation>
    </message>
    <message>
        <source>blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>dark blue</source>
        <translation>深蓝色</translation>
    </message>
    <message>
        <source>pale blue</source>
        <translation>浅蓝色</translation>
    </message>
    <message>
        <source>dark purple</source>
        <translation>深紫色</translation>
    </message>
    <message>
        <source>pale purple</source>
        <translation>浅紫色</translation>
    </message>
    <message>
        <source>olive</source>
        <translation>橄榄色</translation>
    </message>
    <message>
        <source>dark olive</source>
        <translation>深橄榄色</translation>
    </message>
    <message>
        <source>pale olive</source>
        <translation>浅橄榄色</translation>
    </message>
    <message>
        <source>beige</source>
        <translation>米色</translation>
    </message>
    <message>
        <source>dark brown</source>
        <translation>深棕色</translation>
    </message>
    <message>
        <source>pale brown</source>
        <translation>浅棕色</translation>
    </message>
    <message>
        <source>lighter</source>
        <translation>较亮</translation>
    </message>
    <message>
        <source>darker</source>
        <translation>较暗</translation>
    </message>
    <message>
        <source>textured</source>
        <translation>有纹理</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Style %1</source>
        <translation>风格 %1</translation>
    </message>
    <message>
        <source>frosted</source>
        <translation>霜白</translation>
    </message>
    <message>
        <source>dull</source>
        <translation>灰暗</translation>
    </message>
    <message>
        <source>bright</source>
        <translation>明亮</translation>
    </message>
    <message>
        <source>warmer</source>
        <translation>偏暖</translation>
    </message>
    <message>
        <source>cooler</source>
        <translation>偏冷</translation>
    </message>
    <message>
        <source>greener</source>
        <translation>偏绿</translation>
    </message>
    <message>
        <source>pinker</source>
        <translation>偏粉</translation>
    </message>
    <message>
        <source>more colourful</source>
        <translation>更鲜艳</translation>
    </message>
    <message>
        <source>greyer</source>
        <translation>更灰</translation>
    </message>
    <message>
        <source>more textured</source>
        <translation>纹理更强</translation>
    </message>
    <message>
        <source>smoother</source>
        <translation>更平滑</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StyleSourceView</name>
    <message>
        <source>Where the style was taken from</source>
        <translation>风格的来源</translation>
    </message>
    <message>
        <source>Taken from %1</source>
        <translation>取自%1</translation>
    </message>
    <message>
        <source>Taken from the photo %1</source>
        <translation>取自照片 %1</translation>
    </message>
    <message>
        <source>Taken from %1, which has it from the photo %2</source>
        <translation>取自%1，其风格来自照片 %2</translation>
    </message>
    <message>
        <source>(it is not there any more)</source>
        <translation>（照片已不存在）</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::StyleTile</name>
    <message>
        <source>%1. %2 % of the data looks like this.</source>
        <translation>%1。%2 % 的数据看起来像这样。</translation>
    </message>
    <message>
        <source>In force, as the model chose it by itself.</source>
        <translation>当前使用，由模型自行选择。</translation>
    </message>
    <message>
        <source>In force.</source>
        <translation>当前使用。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::TargetTag</name>
    <message>
        <source>new %1</source>
        <comment>beside the cursor: what the next stroke begins</comment>
        <translation>新的 %1</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::TimelineDock</name>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>&amp;Previous Frame</source>
        <translation>上一帧(&amp;P)</translation>
    </message>
    <message>
        <source>P&amp;lay</source>
        <translation>播放(&amp;L)</translation>
    </message>
    <message>
        <source>The frames between the marks, again and again; photos are shown where they are painted already</source>
        <translation>循环播放标记之间的帧；已绘制照片的帧会显示照片</translation>
    </message>
    <message>
        <source>&amp;Next Frame</source>
        <translation>下一帧(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;First Frame</source>
        <translation>第一帧(&amp;F)</translation>
    </message>
    <message>
        <source>Of those between the marks</source>
        <translation>标记之间的帧中</translation>
    </message>
    <message>
        <source>L&amp;ast Frame</source>
        <translation>最后一帧(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Begin the Range Here</source>
        <translation>范围从此处开始(&amp;B)</translation>
    </message>
    <message>
        <source>What is played, and what an edit is carried through</source>
        <translation>播放的范围，也是带过修改的范围</translation>
    </message>
    <message>
        <source>&amp;End the Range Here</source>
        <translation>范围到此处结束(&amp;E)</translation>
    </message>
    <message>
        <source>All Frames Are the &amp;Range</source>
        <translation>以所有帧为范围(&amp;R)</translation>
    </message>
    <message>
        <source>Takes both marks away</source>
        <translation>去掉两个标记</translation>
    </message>
    <message>
        <source>&amp;Onion Skin</source>
        <translation>洋葱皮(&amp;O)</translation>
    </message>
    <message>
        <source>What is elsewhere in the frame before (orange) and in the next one (blue) shows through the labels</source>
        <translation>前一帧（橙色）和后一帧（蓝色）中位置不同的东西会透过标签显示</translation>
    </message>
    <message>
        <source>&amp;Duplicate Frame</source>
        <translation>复制帧(&amp;D)</translation>
    </message>
    <message>
        <source>A copy after this frame</source>
        <translation>在这一帧之后加一份副本</translation>
    </message>
    <message>
        <source>&amp;Insert Empty Frame</source>
        <translation>插入空白帧(&amp;I)</translation>
    </message>
    <message>
        <source>After this frame, of nothing but what the eraser paints</source>
        <translation>在这一帧之后，只有橡皮擦所画的内容</translation>
    </message>
    <message>
        <source>&amp;Carry Edit Through Frames</source>
        <translation>将修改带过各帧(&amp;C)</translation>
    </message>
    <message>
        <source>What was painted in this frame follows the motion through the range; other frames that were painted by hand correct it</source>
        <translation>这一帧里画的东西会随运动带过整个范围；其他手工画过的帧会加以修正</translation>
    </message>
    <message>
        <source>&amp;Timeline</source>
        <translation>时间轴(&amp;T)</translation>
    </message>
    <message>
        <source> fps</source>
        <comment>frames per second</comment>
        <translation> 帧/秒</translation>
    </message>
    <message>
        <source>Frames per second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>How fast it is played</source>
        <translation>播放的速度</translation>
    </message>
    <message>
        <source>Frame %1 of %2</source>
        <translation>第 %1 帧，共 %2 帧</translation>
    </message>
    <message>
        <source>there is only one frame</source>
        <translation>只有一帧</translation>
    </message>
    <message>
        <source>this is the first frame</source>
        <translation>这是第一帧</translation>
    </message>
    <message>
        <source>this is the last frame</source>
        <translation>这是最后一帧</translation>
    </message>
    <message>
        <source>this frame is outside of the range</source>
        <translation>这一帧在范围之外</translation>
    </message>
    <message>
        <source>there are no marks</source>
        <translation>没有标记</translation>
    </message>
    <message>
        <source>Carrying the edit of frame %1 …</source>
        <translation>正在带过第 %1 帧的修改…</translation>
    </message>
    <message>
        <source>Carry the edit of frame %1</source>
        <translation>带过第 %1 帧的修改</translation>
    </message>
    <message>
        <source>Duplicate frame %1</source>
        <translation>复制第 %1 帧</translation>
    </message>
    <message>
        <source>Insert a frame</source>
        <translation>插入一帧</translation>
    </message>
    <message>
        <source>Delete frame %1</source>
        <translation>删除第 %1 帧</translation>
    </message>
    <message>
        <source>Dele&amp;te Frame</source>
        <translation>删除帧(&amp;T)</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ToolController</name>
    <message>
        <source>Tool options</source>
        <translation>工具选项</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::TrainingDock</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Critic</source>
        <translation>评判者</translation>
    </message>
    <message>
        <source>Shapes, materials</source>
        <translation>形状与材质</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>&amp;Pause Training</source>
        <translation>暂停训练(&amp;P)</translation>
    </message>
    <message>
        <source>What was learnt is kept; it can go on later, also after the program was closed</source>
        <translation>学到的内容会保留；以后可以继续，关闭程序之后也行</translation>
    </message>
    <message>
        <source>&amp;Go On Training</source>
        <translation>继续训练(&amp;G)</translation>
    </message>
    <message>
        <source>Compare &amp;with the Base</source>
        <translation>与基础模型比较(&amp;W)</translation>
    </message>
    <message>
        <source>Paints the open scene with the model as it was and as it is now</source>
        <translation>分别用原来的和现在的模型绘制打开的场景</translation>
    </message>
    <message>
        <source>&amp;Keep as a Model</source>
        <translation>保存为模型(&amp;K)</translation>
    </message>
    <message>
        <source>What was learnt becomes a model of its own in your folder of models</source>
        <translation>学到的内容成为您模型文件夹中的一个独立模型</translation>
    </message>
    <message>
        <source>&amp;Discard Training</source>
        <translation>放弃训练(&amp;D)</translation>
    </message>
    <message>
        <source>Forgets what was learnt; the present model stays as it is</source>
        <translation>忘掉学到的内容；当前模型保持不变</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>The scene before and after</source>
        <translation>场景的前后对比</translation>
    </message>
    <message>
        <source>Left of the line as the model painted before, right of it as it paints now; the mouse and the arrow keys move the line</source>
        <translation>线的左边是模型原来所绘，右边是现在所绘；可用鼠标和方向键移动这条线</translation>
    </message>
    <message>
        <source>Distance from the photos</source>
        <translation>与照片的差距</translation>
    </message>
    <message>
        <source>How far what the model paints is from the photos that it learns: the lower the better. Once it rises again, more steps do not help</source>
        <translation>模型所绘与所学照片的差距：越低越好。一旦回升，更多步数便无益</translation>
    </message>
    <message>
        <source>Losses of the steps</source>
        <translation>各步的损失</translation>
    </message>
    <message>
        <source>What each step found wrong. The critic is taught beside the model, so these curves need not fall</source>
        <translation>每一步发现的差错。评判者与模型一同学习，因此这些曲线不一定下降</translation>
    </message>
    <message>
        <source>Name of the new model</source>
        <translation>新模型的名称</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>“Fine-Tune” in the Model menu teaches the present model something of your own.</source>
        <translation>“模型”菜单中的“微调”可以教当前模型学习您自己的内容。</translation>
    </message>
    <message>
        <source>Reading the photos …</source>
        <translation>正在读取照片…</translation>
    </message>
    <message>
        <source>%1 · measuring the first steps …</source>
        <translation>%1 · 正在测量最初几步…</translation>
    </message>
    <message>
        <source>%1 · %2 s a step · about %3 left, longer while you paint</source>
        <translation>%1 · 每步 %2 秒 · 约剩 %3，绘画期间会更久</translation>
    </message>
    <message>
        <source>%1 · paused</source>
        <translation>%1 · 已暂停</translation>
    </message>
    <message>
        <source>All %1 steps are done. Keep it as a model, or discard it.</source>
        <translation>全部 %1 步已完成。可保存为模型，或放弃。</translation>
    </message>
    <message>
        <source>%1 · stopped: %2</source>
        <translation>%1 · 已停止：%2</translation>
    </message>
    <message>
        <source>“%1”, from “%2”</source>
        <translation>“%1”，基于“%2”</translation>
    </message>
    <message>
        <source> (%)</source>
        <translation> (%)</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>Discard Training</source>
        <translation>放弃训练</translation>
    </message>
    <message numerus="yes">
        <source>Forget “%1” and all that it learnt in %n steps?</source>
        <translation>
            <numerusform>忘掉“%1”及其在 %n 步中学到的一切？</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing is being trained</source>
        <translation>没有正在进行的训练</translation>
    </message>
    <message>
        <source>no training runs</source>
        <translation>没有正在运行的训练</translation>
    </message>
    <message>
        <source>no training is paused</source>
        <translation>没有暂停的训练</translation>
    </message>
    <message>
        <source>nothing was learnt yet</source>
        <translation>尚未学到任何内容</translation>
    </message>
    <message>
        <source>pause the training first</source>
        <translation>请先暂停训练</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::TranslationDock</name>
    <message>
        <source>Translate</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>&amp;Translate to …</source>
        <translation>转换为(&amp;T)…</translation>
    </message>
    <message>
        <source>Turns the selected instances of the photo into something else, and leaves the rest of it as it is</source>
        <translation>把照片中选中的实例变成别的东西，其余部分保持原样</translation>
    </message>
    <message>
        <source>Translate &amp;Again</source>
        <translation>重新转换(&amp;A)</translation>
    </message>
    <message>
        <source>Takes the last translation back and makes it with the present settings</source>
        <translation>撤回上一次转换，并按当前设置重做</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What becomes what</source>
        <translation>什么变成什么</translation>
    </message>
    <message>
        <source>Progress of the translation</source>
        <translation>转换进度</translation>
    </message>
    <message>
        <source>Red: what the last translation replaced; all else is the photo as it was</source>
        <translation>红色：上一次转换替换的部分；其余是原来的照片</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>How much of the result is seen</source>
        <translation>结果显示的程度</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>先大后小</translation>
    </message>
    <message>
        <source>Smallest first</source>
        <translation>先小后大</translation>
    </message>
    <message>
        <source>As selected</source>
        <translation>按选择顺序</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Later instances see what became of earlier ones</source>
        <translation>后面的实例能看到前面实例的结果</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>At a time</source>
        <translation>每次</translation>
    </message>
    <message>
        <source>How many instances the model sees at a time</source>
        <translation>模型一次看到多少个实例</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Soft edge</source>
        <translation>柔和边缘</translation>
    </message>
    <message>
        <source>How wide the new passes into the photo around old and new shapes</source>
        <translation>新内容在新旧形状周围过渡到照片的宽度</translation>
    </message>
    <message>
        <source>%1 to %2 (%3)</source>
        <comment>sheep to giraffe (model)</comment>
        <translation>%1 变为 %2（%3）</translation>
    </message>
    <message>
        <source>No model that translates photos is installed. Import one with `underpaint import`, or train one.</source>
        <translation>没有安装转换照片的模型。请用 `underpaint import` 导入，或训练一个。</translation>
    </message>
    <message>
        <source>The whole photo is translated, or the selected instances only.</source>
        <translation>转换整张照片，或只转换选中的实例。</translation>
    </message>
    <message>
        <source>no model that translates photos is installed</source>
        <translation>没有安装转换照片的模型</translation>
    </message>
    <message>
        <source>a photo is being translated</source>
        <translation>正在转换照片</translation>
    </message>
    <message>
        <source>the photo is not exact yet</source>
        <translation>照片还不精确</translation>
    </message>
    <message>
        <source>no instance is selected</source>
        <translation>没有选中实例</translation>
    </message>
    <message>
        <source>the last step was no translation</source>
        <translation>上一步不是转换</translation>
    </message>
    <message>
        <source>nothing is being translated</source>
        <translation>没有正在进行的转换</translation>
    </message>
    <message>
        <source>There is not enough memory to translate the photo.</source>
        <translation>内存不足，无法转换照片。</translation>
    </message>
    <message>
        <source>The scene changed while its photo was being translated. Translate again</source>
        <translation>照片转换期间场景已改变。请重新转换</translation>
    </message>
    <message>
        <source>the photo</source>
        <translation>照片</translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s)</source>
        <translation>
            <numerusform>%n 个实例</numerusform>
        </translation>
    </message>
    <message>
        <source>Translate %1 to %2</source>
        <translation>把%1变为%2</translation>
    </message>
    <message>
        <source>The scene has no class “%1”: the shapes are new, the classes stay.</source>
        <translation>场景中没有“%1”这个类别：形状是新的，类别保持不变。</translation>
    </message>
    <message>
        <source>Select instances on the map. They become “%1”, with new shapes; the rest of the photo stays as it is.</source>
        <translation>在标签图上选择实例。它们会变成“%1”，并得到新的形状；照片的其余部分保持原样。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::Translations</name>
    <message>
        <source>English</source>
        <extracomment>The name of the language of the translation, in that language</extracomment>
        <translation>简体中文</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::TruthBadge</name>
    <message>
        <source>no photo</source>
        <translation>无照片</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>approximate</source>
        <translation>近似</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>过期</translation>
    </message>
    <message>
        <source>%1 · %2 %</source>
        <translation>%1 · %2 %</translation>
    </message>
    <message>
        <source>The photo is: %1</source>
        <translation>照片状态：%1</translation>
    </message>
    <message>
        <source>Exact: the photo of the map as it is. Approximate: a quick preview of it, or a frame by itself that is painted from those before it later. Stale: an edit is not rendered yet. A percentage: that much of the next photo is done.</source>
        <translation>精确：与当前标签图完全一致的照片。近似：快速预览，或单独绘制、稍后才依据前面各帧绘制的帧。过期：有编辑尚未渲染。百分比：下一张照片的完成进度。</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ValueSlider</name>
    <message>
        <source>%1 to %2</source>
        <translation>从%1到%2</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::Variations</name>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Exemplars</source>
        <translation>范例</translation>
    </message>
    <message>
        <source>Styles %1</source>
        <translation>风格 %1</translation>
    </message>
    <message>
        <source>Code %1</source>
        <translation>编码 %1</translation>
    </message>
    <message>
        <source>Seed %1</source>
        <translation>种子 %1</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::WandTool</name>
    <message>
        <source>Click to select what has this label · Shift: add · Ctrl: subtract</source>
        <translation>单击以选择具有此标签的区域 · Shift：添加 · Ctrl：减去</translation>
    </message>
    <message>
        <source>Click to select what has this colour in the photo · Shift: add · Ctrl: subtract</source>
        <translation>单击以选择照片中具有此颜色的区域 · Shift：添加 · Ctrl：减去</translation>
    </message>
    <message>
        <source>There is no photo yet. Let the wand look at the labels instead.</source>
        <translation>尚无照片。请将魔棒的依据改为标签。</translation>
    </message>
    <message>
        <source>Looks at</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>What has to be alike</source>
        <translation>以何为相同的标准</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Photo colour</source>
        <translation>照片颜色</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>How different colours of the photo may be, 0 to 255</source>
        <translation>照片颜色允许的差异，0 至 255</translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation>连续</translation>
    </message>
    <message>
        <source>Only pixels that hang together with the clicked one</source>
        <translation>仅选择与单击处相连的像素</translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation>魔棒</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::WorkDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>underpaint::ui::ZoomTool</name>
    <message>
        <source>Click to zoom in · Ctrl-click: out · drag: zoom to the rectangle</source>
        <translation>单击放大 · Ctrl+单击：缩小 · 拖动：放大到矩形区域</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
</context>
</TS>
