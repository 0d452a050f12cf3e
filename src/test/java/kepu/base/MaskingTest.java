package kepu.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a question is not stored. */
class MaskingTest {
    @ParameterizedTest
    @CsvSource({
        "我电话13912345678打给我,我电话〔号码〕打给我",
        "号码是139 1234 5678谢谢,号码是〔号码〕谢谢",
        "１３９１２３４５６７８,〔号码〕",
        "座机0825-2345678,座机〔号码〕",
        "身份证51090319700101123X被人拿去了,身份证〔号码〕被人拿去了",
        "卡号6222 0212 3456 7890 123转了钱,卡号〔号码〕转了钱",
        "发到li.si@example.com行吗,发到〔邮箱〕行吗",
        "加我微信号lisi_1970,加我微信号〔账号〕",
        "QQ：123456,QQ：〔账号〕",
        "我叫王小明，我妈血压高,我叫〔姓名〕，我妈血压高",
        "我叫李四家里漏电,我叫〔姓名〕家里漏电",
        "住3栋2单元501室的老人,住〔门牌〕的老人",
        "家住隆盛镇石长村3组12号屋头漏电,家住隆盛镇石长村〔门牌〕屋头漏电",
        "石长村二社５号,石长村〔门牌〕",
        "我们7队第18号院,我们〔门牌〕",
        "河东村第3村民小组12号,河东村第〔门牌〕",
        "遂州路88号门口,遂州路〔门牌〕门口",
        "老街十二号院里,老街〔门牌〕里",
        "和平院3号院5室,和平院〔门牌〕",
        "我的车川J12345刹车软,我的车〔车牌〕刹车软",
        "川j·a1b23着火了,〔车牌〕着火了",
        "绿牌川AD12345充电慢,绿牌〔车牌〕充电慢",
        "教练车川J1234学,教练车〔车牌〕"
    })
    void whatNamesOrReachesAPersonIsMasked(String text, String masked) {
        assertThat(Masking.of(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "120打通了说什么",
                "血压160/100要紧吗",
                "一亩地打50克还是100克",
                "我叫救护车要多久",
                "2026年11月的药过期了吗",
                "12320是什么电话",
                "加工资的微信群可信吗",
                "3组的水管爆了找谁",
                "十月12号打第二针",
                "318国道今天通不通",
                "农药5号和7号有什么不同",
                "贵N95口罩多少钱",
                "新H1N1流感打什么疫苗",
                "川芎一亩种多少"
            })
    void whatNamesNobodyStays(String text) {
        assertThat(Masking.of(text)).isEqualTo(text);
    }
}
