package kepu.content.style;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * No invented numbers. A number that counts people, money or effects says in the same paragraph where it is from: an authority, a law or
 * standard, a year. Free are examples that say so, what is quoted, and percentages of what is measured on the spot (水分, 浓度, 概率).
 */
final class Numbers implements StyleGuide.Rule {
    private static final Pattern PERCENT = Pattern.compile("\\d[\\d.]*\\s*(?:[%％]|个百分点)|百分之[零一二三四五六七八九十百两]+");
    private static final Pattern COUNT = Pattern.compile("\\d[\\d.]*\\s*(?:多|余)?[万亿](?:多|余)?(?:人|元|户|例|吨|亩|头|次)");
    private static final Pattern EFFECT =
            Pattern.compile("(?:增产|减产|增收|产量|收入|收成|风险|危险|发病|患病|死亡|事故|成活|效率|成本|利润)[^，。；、：]{0,10}?"
                    + "(?:\\d[\\d.]*|[一二三四五六七八九两几]+)(?:成|倍|分之)|"
                    + "(?:增产|减产|增收|风险|发病率?|死亡率?|事故|成本)[^，。；、：]{0,6}?一半");
    private static final Pattern BASIS = Pattern.compile("《[^》]+》|标准|规定|规程|规范|(?:19|20)\\d\\d年|统计|普查|公报|世界卫生组织|联合国|"
            + "(?:国家|全国|中国|国际|农业农村|生态环境|公安|水利|应急管理|教育|民政|自然资源|人力资源)[^，。；、]{0,12}?(?:部|局|委员会|组织|机构|中心|院|协会)");
    private static final Pattern EXAMPLE = Pattern.compile("比如|比方|举例|例如|假如|假设|如果|要是|好比|就像|像我们|算一算|算术|随机抽|举个例子");
    private static final Pattern MEASURED = Pattern.compile("水分|含水|湿度|含量|浓度|概率|预报|酒精|电量|坡度|溶液|折");

    @Override
    public List<Fault> faults(Draft draft, List<Sentence> sentences) {
        List<Fault> faults = new ArrayList<>();
        for (Sentence sentence : sentences) {
            String paragraph = sentence.paragraph();
            if (EXAMPLE.matcher(paragraph).find() || BASIS.matcher(paragraph).find()) {
                continue;
            }
            String said = sentence.unquoted();
            Matcher percent = PERCENT.matcher(said);
            if (percent.find() && !MEASURED.matcher(paragraph).find()) {
                faults.add(fault(sentence, percent.group()));
            }
            for (Pattern pattern : List.of(COUNT, EFFECT)) {
                Matcher number = pattern.matcher(said);
                if (number.find()) {
                    faults.add(fault(sentence, number.group()));
                }
            }
        }
        return faults;
    }

    private static Fault fault(Sentence sentence, String number) {
        return new Fault(sentence.line(), "“%s”没有出处：同一段里写明是哪个部门、标准或哪一年的，或者说明是举例".formatted(number));
    }
}
