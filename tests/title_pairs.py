"""Titles, what a player types, and what that is worth.

E exact, T a forgiven typo, F another of the story, N nearly, W wrong, B blank.
"""

from __future__ import annotations

ATTACK = ("Shingeki no Kyojin", "Attack on Titan", "進撃の巨人", "AoT")
ATTACK_2 = ("Shingeki no Kyojin Season 2", "Attack on Titan Season 2")
NARUTO = ("Naruto", "ナルト", "NARUTO -ナルト-")
SHIPPUUDEN = ("Naruto: Shippuuden", "Naruto Shippuden", "ナルト 疾風伝")
MOB = ("Mob Psycho 100", "モブサイコ100")
MOB_2 = ("Mob Psycho 100 II", "Mob Psycho 100 2nd Season")
K = ("K", "K Project")
K_ON = ("K-On!", "けいおん！")
DAYS = ("91 Days",)
IROZUKU = ("Irozuku Sekai no Ashita kara", "Iroduku: The World in Colors", "色づく世界の明日から")
MAERCHEN = ("Märchen Mädchen", "Maerchen Maedchen")
SPY = ("Spy x Family", "SPY×FAMILY")
HUNTER = ("Hunter x Hunter (2011)", "Hunter x Hunter", "HUNTER×HUNTER")
STEINS = ("Steins;Gate", "シュタインズ・ゲート")
STEINS_0 = ("Steins;Gate 0",)
FMA = ("Fullmetal Alchemist", "Hagane no Renkinjutsushi", "鋼の錬金術師", "FMA")
FMAB = ("Fullmetal Alchemist: Brotherhood", "Hagane no Renkinjutsushi: Fullmetal Alchemist", "FMAB")
BEBOP = ("Cowboy Bebop", "カウボーイビバップ")
BLEACH = ("Bleach", "ブリーチ")
BEASTARS = ("Beastars",)
MONSTER = ("Monster", "モンスター")
NANA = ("Nana", "ナナ")
NAME = ("Kimi no Na wa.", "Your Name.", "君の名は。")
TOARU = ("Toaru Kagaku no Railgun", "A Certain Scientific Railgun", "とある科学の超電磁砲")
TOKYO = ("Tokyo Ghoul", "Toukyou Kushu", "東京喰種-トーキョーグール-")
TOKYO_RE = ("Tokyo Ghoul:re",)
OVERLORD = ("Overlord", "オーバーロード")
OVERLORD_4 = ("Overlord IV",)
HAIKYUU = ("Haikyuu!!", "ハイキュー!!")
HAIKYUU_2 = ("Haikyuu!! Second Season", "ハイキュー!! セカンドシーズン")
IDOLMASTER = ("The iDOLM@STER", "THE IDOLM@STER")
EYESHIELD = ("Eyeshield 21", "アイシールド21")
CODE_GEASS = ("Code Geass: Hangyaku no Lelouch", "Code Geass: Lelouch of the Rebellion")
CODE_GEASS_2 = ("Code Geass: Hangyaku no Lelouch R2",)
VINLAND = ("Vinland Saga", "ヴィンランド・サガ")
JOJO = ("JoJo no Kimyou na Bouken (TV)", "JoJo's Bizarre Adventure", "ジョジョの奇妙な冒険")
NO_6 = ("No. 6",)
EIGHTY_SIX = ("86", "Eighty Six", "86 -エイティシックス-")
LUPIN = ("Lupin III", "Lupin the Third", "ルパン三世")
OREIMO = ("Ore no Imouto ga Konnani Kawaii Wake ga Nai", "Oreimo", "My Little Sister Can't Be This Cute")
YURU = ("Yuru Camp△", "Laid-Back Camp", "ゆるキャン△")
YURU_YURI = ("Yuru Yuri", "ゆるゆり")
TITAN_3_2 = ("Attack on Titan Season 3 Part 2", "進撃の巨人 Season3 Part.2")
SENPAI = ("Jijou wo Shiranai Tenkousei ga Guigui Kuru.", "Senpai ga Uzai Kouhai no Hanashi")
GINTAMA = ("Gintama", "銀魂")
KAGUYA = ("Kaguya-sama wa Kokurasetai", "Kaguya-sama: Love is War")
HELLSING = ("Hellsing",)
HELLSING_U = ("Hellsing Ultimate",)
EVA = ("Shinseiki Evangelion", "Neon Genesis Evangelion", "新世紀エヴァンゲリオン", "NGE")
EVA_2 = ("Evangelion: 2.0 You Can (Not) Advance",)
BUNNY = ("Seishun Buta Yarou wa Bunny Girl Senpai no Yume wo Minai", "Rascal Does Not Dream of Bunny Girl Senpai")

PAIRS = [
    # show, another of its story, pairs of typed and verdict
    (ATTACK, ATTACK_2, "attack on titan E|ATTACK ON TITAN E|Attack On Titan! E|titan attack on E|attakc on titan T"),
    (ATTACK, ATTACK_2, "atack on titn T|shingeki no kyojin E|singeki no kyojin E|shingeki no kyoujin E|進撃の巨人 E"),
    (
        ATTACK,
        ATTACK_2,
        "attack on titan 2 F|attack on titan season 2 F|attack on titan ii F|attack on titan s2 F|aot E",
    ),
    (ATTACK, ATTACK_2, "attack on titan 3 W|attack on titan season 1 E|aop W|attack on titan 1st season E|titan W"),
    (
        ATTACK_2,
        ATTACK,
        "attack on titan 2nd season E|attack on titan second season E|attack on titan F|s2 attack on titan E",
    ),
    (ATTACK_2, ATTACK, "attak on titan 2 T|attack on titan 3 W|attack on titan part 2 W|shingeki no kyojin ii E"),
    (
        TITAN_3_2,
        ATTACK,
        "attack on titan 3 part 2 E|attack on titan season 3 part 2 E|attack on titan part 2 season 3 E",
    ),
    (TITAN_3_2, ATTACK, "attack on titan 3 W|attack on titan season 2 part 3 W|attack on titan 3rd season part ii E"),
    (
        NARUTO,
        SHIPPUUDEN,
        "naruto E|NARUTO E|ナルト E|なると E|narutoo E|narto T|naurto T|narut T|nrt W|naruto shippuden F",
    ),
    (NARUTO, SHIPPUUDEN, "naruto shipuden F|ｎａｒｕｔｏ E|boruto W|naruro T|marutoo T|naruto 2 W"),
    (
        SHIPPUUDEN,
        NARUTO,
        "naruto shippuuden E|naruto shippuden E|naruto shippūden E|naruto shipuden T|shippuden naruto E",
    ),
    (SHIPPUUDEN, NARUTO, "naruto F|naruto - shippuuden E|narutoshippuden E|naruto sipuden T|ナルト疾風伝 E"),
    (
        MOB,
        MOB_2,
        "mob psycho 100 E|mob psycho W|mob pyscho 100 T|mob psycho 101 W|mob psycho 100 ii F|モブサイコ１００ E",
    ),
    (MOB_2, MOB, "mob psycho 100 2 E|mob psycho 100 ii E|mob psycho 100 second season E|mob psycho 100 season two W"),
    (
        MOB_2,
        MOB,
        "mob psycho 100 F|mob psycho 100 iii W|mob psycho 2 W|mob phsycho 100 2 T|"
        "Mob Psycho 100 Ⅱ E|mob psycho 100 s02 E",
    ),
    (K, K_ON, "k E|K! E|k project E|kproject E|l W|k projekt T|k-on F|kk W|ｋ E"),
    (K_ON, HELLSING, "k on E|kon E|k-on!! E|keion W|けいおん E|ケイオン E|k W|kin W"),
    (DAYS, K, "91 days E|days 91 E|91days E|92 days W|91 dayz N|days W|091 days E|九十一 W"),
    (IROZUKU, K, "irozuku sekai no ashita kara E|iroduku sekai no ashita kara E|iroduku the world in colors E"),
    (
        IROZUKU,
        K,
        "irozuku: world in colors E|irozuku sekai no asita kara E|irozuku seki no ashta kara T|色づく世界の明日から E",
    ),
    (
        MAERCHEN,
        K,
        "märchen mädchen E|marchen madchen E|maerchen maedchen E|Maedchen Maerchen E|marchen madchn T|machen maden N",
    ),
    (
        SPY,
        K,
        "spy x family E|spy family T|spyfamily T|SPY×FAMILY E|spyxfamily E|spy × family E|spi x famly T|family x spy E",
    ),
    (
        HUNTER,
        K,
        "hunter x hunter E|hunterxhunter E|hunter hunter T|hxh W|hunter x hunter 2011 E|huntr x huntr T|hunter W",
    ),
    (
        STEINS,
        STEINS_0,
        "steins gate E|steins;gate E|stein gate T|steinsgate E|steins gate 0 F|シュタインズゲート E|stains gate T",
    ),
    (STEINS_0, STEINS, "steins gate 0 E|steins;gate zero W|steins gate F|steinsgate0 E|steins gate 1 W"),
    (
        FMA,
        FMAB,
        "fullmetal alchemist E|full metal alchemist E|fulmetal alchemist T|fma E|fmab F|"
        "fullmetal alchemist brotherhood F",
    ),
    (
        FMAB,
        FMA,
        "fullmetal alchemist brotherhood E|full metal alchemist: brotherhood E|fullmetal alchemist F|fma F|fmab E",
    ),
    (
        FMAB,
        FMA,
        "fullmetal alchemist brotherhod E|fullmetal alchmist brotherhod T|brotherhood W|hagane no renkinjutsushi F",
    ),
    (
        BEBOP,
        K,
        "cowboy bebop E|cowboybebop E|bebop cowboy E|cowboy bepop T|cowbow bepop T|cowbow bepob N|bebop W|ｶｳﾎﾞｰｲﾋﾞﾊﾞｯﾌﾟ E",
    ),
    (BLEACH, K, "bleach E|bleech T|blech T|blaech T|bleach! E|blach T|leach T|beach T|bl W|Bleach: E"),
    (MONSTER, K, "monster E|monstre T|monstar T|monsters T|mobster T|monsieur T|もんすたー E|monste T"),
    (NANA, K, "nana E|nan N|nanaa E|banana W|ナナ E|なな E|nano N"),
    (
        NAME,
        K,
        "kimi no na wa E|your name E|君の名は E|kimi no nawa E|your nmae T|you name T|kimi no na ha T|your game T",
    ),
    (
        TOARU,
        K,
        "toaru kagaku no railgun E|to aru kagaku no railgun E|certain scientific railgun T|"
        "a certain scientific railgun E",
    ),
    (TOARU, K, "scientific railgun W|a certain sientific railgun T|とある科学の超電磁砲 E|toaru kagaku no railgum T"),
    (
        TOKYO,
        TOKYO_RE,
        "tokyo ghoul E|toukyou ghoul E|tōkyō ghoul E|tokyo gul T|tokyo goul T|tokyo ghoul re F|tokio ghoul T",
    ),
    (
        OVERLORD,
        OVERLORD_4,
        "overlord E|over lord E|overlord iv F|overlord 4 F|overlord season 4 F|overlrod T|オーバーロード E",
    ),
    (
        OVERLORD_4,
        OVERLORD,
        "overlord iv E|overlord 4 E|overlord 4th season E|overlord F|overlord 3 W|overlod iv T|overlord s4 E",
    ),
    (
        HAIKYUU,
        HAIKYUU_2,
        "haikyuu E|haikyu E|haikyū E|haikyuu!! E|haikyuu 2 F|ハイキュー E|haikyuu second season F|hiakyu T",
    ),
    (HAIKYUU_2, HAIKYUU, "haikyuu 2 E|haikyu!! ii E|haikyuu F|haikyuu season 2 E|haikyuu 3 W|haikyu second season E"),
    (IDOLMASTER, K, "the idolmaster E|idolm@ster E|idolmaster E|idol master E|idlmaster T|the idolm ster T"),
    (
        EYESHIELD,
        K,
        "eyeshield 21 E|eyeshield21 E|eye shield 21 E|eyeshield 22 W|eyesheild 21 T|アイシールド２１ E|21 eyeshield E",
    ),
    (
        CODE_GEASS,
        CODE_GEASS_2,
        "code geass hangyaku no lelouch E|code geass lelouch of the rebellion E|code gaess lelouch of rebellion T",
    ),
    (CODE_GEASS, CODE_GEASS_2, "code geass hangyaku no lelouch r2 F|code geas hangyaku no lelouche T|lelouch W"),
    (
        VINLAND,
        K,
        "vinland saga E|vinlandsaga E|winland saga T|vineland saga T|viland sage T|finland sagas T|ヴィンランドサガ E",
    ),
    (
        JOJO,
        K,
        "jojos bizarre adventure E|jojo's bizarre adventure E|jojo no kimyou na bouken tv E|jojo bizarre adventure T",
    ),
    (
        JOJO,
        K,
        "jojos bizarre adventures T|jojo's bizare adventur T|jojo W|ジョジョの奇妙な冒険 E|bizarre adventure jojos E",
    ),
    (NO_6, K, "no 6 E|no.6 E|no. 6 E|no 7 W|6 no E|number 6 W"),
    (EIGHTY_SIX, K, "86 E|eighty six E|eighty-six E|eightysix E|68 W|87 W|eigthy six T|８６ E|eighty W"),
    (LUPIN, K, "lupin iii E|lupin 3 E|lupin the third E|lupin the 3rd E|lupin W|lupin iv W|lupine iii T|ルパン三世 E"),
    (
        OREIMO,
        K,
        "oreimo E|ore imo E|orimo T|my little sister can't be this cute E|my little sister cant be this cute E|imo W",
    ),
    (
        YURU,
        YURU_YURI,
        "yuru camp E|yurucamp E|laid back camp E|laidback camp E|yuru kamp T|ゆるキャン E|yuru champ T|camp W",
    ),
    (
        SENPAI,
        K,
        "senpai ga uzai kouhai no hanashi E|sempai ga uzai kohai no hanashi E|"
        "jijo o shiranai tenkosei ga guigui kuru E",
    ),
    (GINTAMA, K, "gintama E|gintamas T|銀魂 E|gintoki W|gin tama E|gintama 2 W|gitnama T|gundam W"),
    (
        KAGUYA,
        K,
        "kaguya sama love is war E|kaguyasama W|love is war kaguya sama E|"
        "kaguya sama wa kokurasetai E|kaguya-sama love iz war T",
    ),
    (HELLSING, HELLSING_U, "hellsing E|helsing T|hellsing ultimate F|van helsing W|hellsing: E|helling T|hellsign T"),
    (HELLSING_U, HELLSING, "hellsing ultimate E|ultimate hellsing E|hellsing F|helsing ultimat T|hellsing ultimatum T"),
    (
        EVA,
        EVA_2,
        "neon genesis evangelion E|nge E|shinseiki evangelion E|evangelion W|neon genisis evangelion T|neon genesis W",
    ),
    (
        EVA_2,
        EVA,
        "evangelion 2.0 you can not advance E|evangelion: 2.0 you can (not) advance E|neon genesis evangelion F",
    ),
    (
        BUNNY,
        K,
        "rascal does not dream of bunny girl senpai E|rascal does not dream of bunny girl sempai E|bunny girl senpai W",
    ),
    (BEASTARS, K, "beastars E|beaststars T|bestars T|beast ars E|beastar T|be W| B|   B|the W|?? W|. W"),
]
