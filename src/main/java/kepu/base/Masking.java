package kepu.base;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of a text what names or reaches a person, before it is stored or shown to staff: numbers of phones, identity cards, bank cards and
 * anything else of seven digits or more, plates of vehicles, mail addresses, names of accounts, names that people give of themselves, and doors
 * in towns and villages.
 */
public final class Masking {
    private static final String SURNAME = "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
            + "陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]";
    private static final String NAMED = "((?:我的名字是|我名字叫|我名叫|我叫|本人叫|姓名[是:：])\\s*)" + SURNAME;
    private static final String ACCOUNT = "((?:微信|weixin|wx|vx|v信|qq|扣扣|支付宝|抖音|快手|账号|帐号|账户|用户名)号?\\s*(?:[是为:：]\\s*)?)";

    private static final String PLATE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\\s?[A-Z]\\s?[·•.-]?\\s?"
            + "(?=[A-Z]{0,5}[0-9])(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[学警挂港澳])(?![A-Z0-9])";
    private static final String NUMBER = "(?:[0-9０-９]{1,4}|[零一二三四五六七八九十百]{1,5})";

    private record Rule(Pattern pattern, String with) {}

    private static final List<Rule> RULES = List.of(
            rule("[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9.-]{1,64}\\.[A-Za-z]{2,10}", "〔邮箱〕"),
            rule(ACCOUNT + "[A-Za-z0-9][A-Za-z0-9_-]{4,30}", "$1〔账号〕"),
            rule(PLATE, "〔车牌〕"),
            rule("(?<![0-9０-９])[0-9０-９](?:[-－— ·.]?[0-9０-９]){6,}[XxＸｘ]?", "〔号码〕"),
            rule(NAMED + "\\p{IsHan}{1,2}?(?=[，,。.！!？?、；;：:\\s我家住是的有在今]|$)", "$1〔姓名〕"),
            rule(NAMED + "\\p{IsHan}{1,2}", "$1〔姓名〕"),
            rule(NUMBER + "(?:村民小组|小组|组|社|队)第?" + NUMBER + "(?:号院|号楼|号|栋|幢)", "〔门牌〕"),
            rule("([街路巷弄]|大道|门牌号?[是:：]?)" + NUMBER + "号(?:院|楼)?", "$1〔门牌〕"),
            rule(NUMBER + "号院(?:" + NUMBER + "(?:单元|室|号))*", "〔门牌〕"),
            rule("[0-9０-９]{1,4}(?:号楼|号院|栋|幢|单元|室)(?:[0-9０-９]{1,4}(?:单元|室|号)?)*", "〔门牌〕"));

    private Masking() {}

    /** The text with a word in the place of each. */
    public static String of(String text) {
        String masked = text;
        for (Rule rule : RULES) {
            masked = rule.pattern().matcher(masked).replaceAll(rule.with());
        }
        return masked;
    }

    private static Rule rule(String pattern, String with) {
        return new Rule(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), with);
    }
}
