// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/class_words.h"

#include "engine/imaging/name_forms.h"

#include <algorithm>
#include <map>

namespace underpaint::imaging {

namespace {

using Words = std::vector<std::string_view>;

/// Without separators, small, and without the ending of a plural ("grass" loses it on all sides).
std::string oneWord(std::string_view text) {
    std::string word = bareWord(text);
    constexpr std::size_t shortest = 4;
    if (word.size() >= shortest && word.back() == 's' && word[word.size() - 2] != 's') {
        word.pop_back();
    }
    return word;
}

/// Words of one meaning; the first stands for all. Collected from the names in CamVid, Cityscapes,
/// Mapillary, COCO-Stuff, ADE20K, LabelMe and RUGD.
const std::vector<Words>& meanings() {
    static const std::vector<Words> groups{
        {"unlabelled", "unlabeled", "unknown", "void", "null", "none", "ignore", "ignored",
         "nothing", "noclass", "nolabel", "undefined", "misc", "various", "egovehicle", "outofroi",
         "rectificationborder", "static", "dynamic"},
        {"road", "street", "roadway", "carriageway", "driveway", "drivablesurface", "freeway"},
        {"pavement", "sidewalk", "footpath", "footway", "walkway", "curb"},
        {"path", "trail", "dirttrack", "track"},
        {"building", "house", "edifice", "skyscraper", "architecture"},
        {"vegetation", "plant", "foliage", "vegetationmisc", "flora"},
        {"tree", "palm"},
        {"bush", "shrub", "hedge", "undergrowth"},
        {"grass", "lawn", "meadow", "smoothtrail", "traversablegrass"},
        {"earth", "soil", "dirt", "mud", "land"},
        {"sky", "cloud"},
        {"water", "river", "lake", "sea", "ocean", "pond", "pool", "puddle"},
        {"mountain", "hill"},
        {"rock", "stone", "boulder"},
        {"person", "pedestrian", "human", "people", "walker", "man", "woman", "child"},
        {"bicyclist", "cyclist", "rider", "biker"},
        {"bicycle", "bike"},
        {"motorcycle", "motorbike", "motorcyclescooter", "scooter", "minibike"},
        {"car", "auto", "automobile", "suvpickuptruck", "pickup", "suv"},
        {"truck", "lorry", "truckbus"},
        {"bus", "coach"},
        {"train", "tram", "onrails"},
        {"vehicle", "othervehicle", "othermoving"},
        {"fence", "railing", "fencing"},
        {"pole", "column", "columnpole", "post", "polegroup"},
        {"sign", "signsymbol", "signboard", "trafficsign", "streetsign", "misctext"},
        {"trafficlight", "stoplight", "signal"},
        {"lanemarking", "roadmarking", "lanemkgsdriv", "lanemkgsnondriv", "marking", "crosswalk"},
        {"window", "windowpane"},
        {"pant", "trouser", "slack"},
        {"hat", "cap"},
        {"sweater", "jumper", "pullover"},
        {"bag", "handbag", "purse"},
    };
    return groups;
}

/// What is near a meaning, the nearest first.
const std::map<std::string_view, Words>& kin() {
    static const std::map<std::string_view, Words> near{
        {"truck", {"bus", "vehicle", "car"}},
        {"bus", {"truck", "vehicle", "car"}},
        {"train", {"bus", "truck", "vehicle", "car"}},
        {"caravan", {"truck", "vehicle", "car"}},
        {"trailer", {"truck", "vehicle", "car"}},
        {"van", {"car", "truck", "vehicle"}},
        {"car", {"vehicle"}},
        {"vehicle", {"car"}},
        {"motorcycle", {"bicycle", "bicyclist", "vehicle"}},
        {"bicycle", {"bicyclist", "motorcycle"}},
        {"bicyclist", {"bicycle", "person"}},
        {"cartluggagepram", {"person"}},
        {"vegetation", {"tree", "bush", "grass"}},
        {"tree", {"vegetation", "bush"}},
        {"bush", {"vegetation", "tree", "grass"}},
        {"flower", {"bush", "vegetation", "grass"}},
        {"grass", {"terrain", "vegetation", "earth", "ground"}},
        {"terrain", {"grass", "earth", "ground", "vegetation", "tree"}},
        {"earth", {"terrain", "sand", "ground", "path"}},
        {"sand", {"earth", "beach", "terrain", "ground"}},
        {"beach", {"sand", "earth", "terrain"}},
        {"gravel", {"path", "earth", "terrain", "ground"}},
        {"field", {"grass", "terrain", "earth"}},
        {"path", {"earth", "pavement", "road"}},
        {"ground", {"earth", "pavement", "road"}},
        {"floor", {"ground", "pavement"}},
        {"rock", {"mountain", "earth"}},
        {"mountain", {"rock", "terrain"}},
        {"sea", {"water"}},
        {"road", {"path", "ground"}},
        {"lanemarking", {"road"}},
        {"parking", {"road", "pavement"}},
        {"parkingblock", {"pavement", "road"}},
        {"roadshoulder", {"pavement", "road"}},
        {"pavement", {"path", "road", "ground"}},
        {"wall", {"building", "fence"}},
        {"facade", {"building", "wall"}},
        {"building", {"facade"}},
        {"window", {"facade", "building"}},
        {"door", {"facade", "building"}},
        {"shop", {"facade", "building"}},
        {"balcony", {"facade", "building"}},
        {"roof", {"building"}},
        {"archway", {"building"}},
        {"tunnel", {"bridge", "building"}},
        {"bridge", {"building"}},
        {"tower", {"building"}},
        {"hut", {"building"}},
        {"fence", {"wall"}},
        {"guardrail", {"fence", "wall"}},
        {"trafficcone", {"pole", "sign"}},
        {"trafficlight", {"sign", "pole"}},
        {"licenseplate", {"car", "vehicle"}},
        {"billboard", {"sign"}},
        {"streetlight", {"pole"}},
        {"dog", {"animal"}},
        {"cat", {"animal"}},
        {"horse", {"animal"}},
        {"cow", {"animal"}},
        {"sheep", {"animal"}},
        {"bird", {"animal"}},
        {"elephant", {"animal"}},
        {"jean", {"pant"}},
        {"legging", {"tight", "pant"}},
        {"sneaker", {"shoe"}},
        {"boot", {"shoe"}},
        {"heel", {"pump", "shoe"}},
        {"pump", {"heel", "shoe"}},
        {"sandal", {"shoe"}},
        {"blouse", {"shirt", "top"}},
        {"tshirt", {"top", "shirt"}},
        {"cardigan", {"sweater", "jacket"}},
        {"sweatshirt", {"sweater", "hoodie"}},
        {"hoodie", {"sweatshirt", "sweater"}},
        {"blazer", {"jacket", "coat"}},
        {"jacket", {"coat"}},
        {"coat", {"jacket"}},
    };
    return near;
}

/// Words that data sets add to the names of classes and that name nothing.
bool isFiller(std::string_view word) {
    constexpr std::string_view fillers[] = {"other", "merged", "stuff", "general", "area"};
    return std::find(std::begin(fillers), std::end(fillers), word) != std::end(fillers);
}

std::vector<std::string> parts(std::string_view text, std::string_view separators) {
    std::vector<std::string> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        if (end > 0) {
            found.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

void addOnce(std::string word, std::vector<std::string>& words) {
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) {
        words.push_back(std::move(word));
    }
}

} // namespace

std::vector<std::string> classWords(std::string_view name) {
    std::vector<std::string> words;
    addOnce(oneWord(name), words);
    std::vector<std::string> firsts;
    for (const std::string& alternative : parts(name, ",;/|")) {
        addOnce(oneWord(alternative), words);
        std::string kept;
        std::vector<std::string> pieces = parts(alternative, "-_ .");
        std::erase_if(pieces, [](const std::string& piece) { return isFiller(bareWord(piece)); });
        for (const std::string& piece : pieces) {
            kept += piece;
        }
        addOnce(oneWord(kept), words);
        // COCO-Stuff puts the genus first: "wall-brick".
        if (pieces.size() > 1 && alternative.find('-') != std::string::npos) {
            firsts.push_back(oneWord(pieces.front()));
        }
    }
    for (std::string& first : firsts) {
        addOnce(std::move(first), words);
    }
    return words;
}

std::string meaningOf(const std::string& word) {
    static const std::map<std::string, std::string> index = [] {
        std::map<std::string, std::string> leaders;
        for (const Words& group : meanings()) {
            for (const std::string_view one : group) {
                leaders.emplace(oneWord(one), oneWord(group.front()));
            }
        }
        return leaders;
    }();
    const auto found = index.find(word);
    return found == index.end() ? word : found->second;
}

bool meansNothing(const std::string& word) {
    return meaningOf(word) == meanings().front().front();
}

std::vector<std::string> kinOf(const std::string& meaning) {
    static const std::map<std::string, std::vector<std::string>> index = [] {
        std::map<std::string, std::vector<std::string>> near;
        for (const auto& [word, others] : kin()) {
            std::vector<std::string>& list = near[meaningOf(oneWord(word))];
            for (const std::string_view one : others) {
                list.push_back(meaningOf(oneWord(one)));
            }
        }
        return near;
    }();
    const auto found = index.find(meaning);
    return found == index.end() ? std::vector<std::string>() : found->second;
}

} // namespace underpaint::imaging
