package kepu.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which questions speak of danger to life, and which do not. */
class DangerTest {
    @ParameterizedTest
    @CsvSource({
        "娃娃误服农药怎么办,poisoned,120",
        "我爸喝了百草枯,poisoned,120",
        "孙子把纽扣电池吞了,poisoned,120",
        "胸痛出冷汗,heart,120",
        "心口痛得厉害,heart,120",
        "烤火的时候头晕想吐,gas,120",
        "一家人煤气中毒了,gas,119",
        "我不想活了,suicide,12356",
        "妈妈想自殺,suicide,12356",
        "老汉嘴巴歪了说不出话,stroke,120",
        "叫 不 醒,unconscious,120",
        "娃娃吃果冻噎住了,choking,120",
        "有人落水了,drowning,110",
        "沼气池里头有人晕倒,pit,119",
        "灶房着火了,fire,119",
        "被毒蛇咬了,bite,120",
        "刚刚被骗了三万,scammed,96110",
        "我家娃儿卡到骨头出不了气,choking,120",
        "孙子被汤圆噎到了，脸都发紫了,choking,120",
        "鱼刺卡到喉咙，喘不上气了,choking,120",
        "奶娃呛奶了脸发青,choking,120",
        "吃花生米呛到，喘不过气,choking,120",
        "老人突然喘不上气,breathless,120",
        "娃娃脸色发青怎么办,breathless,120",
        "娃儿没呼吸了,unconscious,120",
        "发高烧抽风了,unconscious,120",
        "老汉抽搐喊不答应,unconscious,120",
        "我妈晕倒在地上喊不醒,unconscious,120",
        "手遭锯断了，大出血,unconscious,120",
        "有娃落水，咋个救,drowning,119",
        "娃儿掉到堰塘头了,drowning,120",
        "溺水了怎么救,drowning,120",
        "触电了怎么救,electric,120",
        "我老公遭电打了,electric,120",
        "烧煤炉子，一家人头晕恶心，是不是煤气,gas,120",
        "屋头一氧化碳，人晕了,gas,119",
        "娃娃误喝了农药怎么办,poisoned,120",
        "我妈喝下农药了,poisoned,12320",
        "两岁娃把降压药当糖吃了,poisoned,120",
        "上山遭蛇咬了一口,bite,120",
        "房子着火了,fire,119",
        "屋头起火了咋个办,fire,119",
        "油锅燃起来了能不能泼水,fire,119",
        "胸口痛得厉害,heart,120",
        "嘴都歪到一边了,stroke,120",
        "想自杀,suicide,120",
        "活够了，想轻生,suicide,12356",
        "我年轻，但是想自杀,suicide,12356",
        "怎么预防都没用，娃儿还是误喝了农药,poisoned,120"
    })
    void whoIsInDangerSeesWhomToCall(String text, String code, String number) {
        assertThat(Danger.in(text)).hasValueSatisfying(danger -> {
            assertThat(danger.code()).isEqualTo(code);
            assertThat(danger.numbers()).extracting(Danger.Hotline::number).contains(number);
            assertThat(danger.numbers()).extracting(Danger.Hotline::name).doesNotContainNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "农药残留怎么洗得掉",
                "怎么预防煤气中毒",
                "月亮为什么会圆",
                "小麦赤霉病打什么药",
                "今天热死了喝什么好",
                "灭火器过期了还能用吗",
                "血压高要忌口吗",
                "小孩呛奶粉怎么选",
                "明年是蛇年吗",
                "蛇皮袋哪里买",
                "火烧云是怎么来的",
                "电动车充电会不会着火",
                "我们一起火锅店吃饭",
                "楼上吊顶多少钱一平",
                "年轻生娃好还是晚点好",
                "老人冬天不想活动怎么办",
                "这件衣服跳楼价卖",
                "手机卡到期了怎么续",
                "打印机卡纸怎么弄",
                "打气筒出不了气",
                "手机掉水里了还能修吗",
                "暑假娃想去河里洗澡，咋教他防溺水",
                "落水管堵了怎么通",
                "手机充电到了百分之八十就停",
                "被电信公司多扣了话费",
                "屋头燃气灶打不着",
                "奶娃烧起来了要不要捂汗",
                "抽风机怎么装",
                "吃桑葚嘴发紫怎么洗",
                "娃儿不肯喝药水怎么哄",
                "怎么预防中风",
                "种药材怎么防中毒的虫"
            })
    void whoIsNotIsNotFrightened(String text) {
        assertThat(Danger.in(text)).isEmpty();
    }

    @Test
    void everyDangerOfTheFileSaysWhatToDoAndWhomToCall() {
        assertThat(Danger.all()).hasSizeGreaterThan(10).allSatisfy(danger -> {
            assertThat(danger.title()).isNotBlank();
            assertThat(danger.advice()).isNotBlank();
            assertThat(danger.numbers()).isNotEmpty();
            assertThat(danger.words()).isNotEmpty();
        });
        assertThat(new HashSet<>(Danger.all().stream().map(Danger::code).toList()))
                .hasSameSizeAs(Danger.all());
    }
}
