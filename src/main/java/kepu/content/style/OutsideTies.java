package kepu.content.style;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The library leads nowhere else: no links but to known public hosts, no private numbers, no HTML, and nothing is sold. */
final class OutsideTies implements StyleGuide.Rule {
    /** Hosts that a text may name: these, and what is under them. */
    private static final List<String> KNOWN = List.of(
            "gov.cn",
            "edu.cn",
            "ac.cn",
            "who.int",
            "piyao.org.cn",
            "kepuchina.cn",
            "chinacdc.cn",
            "12377.cn",
            "12321.cn");

    private static final Pattern HOST = Pattern.compile(
            "(?i)(?<![a-z0-9@.-])((?:[a-z0-9-]+\\.)+(?:com|cn|org|net|gov|int|edu|top|xyz|info|io|cc|vip|me|tv))(?![a-z0-9-])");
    private static final Pattern MARKUP = Pattern.compile("<[a-zA-Z/!]|\\]\\(|^# ");
    private static final Pattern PRIVATE =
            Pattern.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)|(?<!\\d)[48]00[- ]?\\d{3}[- ]?\\d{4}(?!\\d)|"
                    + "(?:微信号|微信|公众号|QQ群?)[:：]\\s*[A-Za-z0-9_-]{5,}");
    private static final Pattern SELLING =
            Pattern.compile("旗舰店|扫码购买|点击购买|立即购买|马上下单|欢迎选购|订购热线|优惠价|限时优惠|买一送一|厂家直销|独家代理|招商加盟|加盟热线|特价|包邮");
    private static final Pattern BRAND =
            Pattern.compile("华为|小米手机|苹果手机|大疆|极飞|格力|美的|海尔|比亚迪|宁德时代|爱玛|雅迪|美林|泰诺|芬必得|快克|白加黑|达克宁|"
                    + "云南白药|同仁堂|汤臣倍健|安利|脑白金|淘宝|天猫|京东|拼多多|美团|饿了么|滴滴|顺丰|闲鱼|中粮|金龙鱼|鲁花|蒙牛|伊利|先正达|拜耳");

    @Override
    public List<Fault> faults(Draft draft, List<Sentence> sentences) {
        List<Fault> faults = new ArrayList<>();
        List<String> lines = Stream.concat(
                        Stream.of(draft.title() + " " + draft.summary()),
                        draft.text().lines())
                .toList();
        for (int line = 0; line < lines.size(); line++) {
            check(line, lines.get(line), faults);
        }
        for (Sentence sentence : sentences) {
            find(SELLING, sentence.unquoted())
                    .forEach(word -> faults.add(new Fault(sentence.line(), "“%s”像在做广告".formatted(word))));
            find(BRAND, sentence.unquoted())
                    .forEach(name -> faults.add(new Fault(sentence.line(), "不写商家和产品的名字“%s”，写通用的名称".formatted(name))));
        }
        return faults;
    }

    private static void check(int line, String text, List<Fault> faults) {
        find(HOST, text)
                .filter(host -> !isKnown(host))
                .forEach(host -> faults.add(new Fault(line, "不认识的网址“%s”：只能写政府、学校和公认辟谣平台的".formatted(host))));
        find(PRIVATE, text)
                .forEach(number -> faults.add(new Fault(line, "“%s”是私人或商家的联系方式，只写公共服务号码".formatted(number))));
        find(MARKUP, text).forEach(mark -> faults.add(new Fault(line, "不用链接、图片、HTML 和一级标题（“%s”）".formatted(mark))));
    }

    private static Stream<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group());
    }

    private static boolean isKnown(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return KNOWN.stream().anyMatch(known -> lower.equals(known) || lower.endsWith("." + known));
    }
}
