package kepu.insight;

import java.util.List;

/** How the figures of outreach are counted, in plain Chinese: the report and every export say it. */
public final class Method {
    private static final List<String> SENTENCES = List.of(
            "服务人次：一条内容通过一种途径服务到一位居民，只算一次；面对面服务按传播员登记的人数算。每一次都是服务记录里的一行，封存后不能改。",
            "服务到的居民：这段时间里至少被服务过一次的登记居民，全年只算一次、每个月只算一次，算在第一次服务到的村（社区）。面对面服务不登记姓名，不算在内。",
            "覆盖率：服务到的居民 ÷ 现在登记的居民，最高 100%。居民搬走或注销后，以前的服务仍算在原来的地方。",
            "人均科普服务人次：服务人次 ÷ 现在登记的居民。",
            "人群：一个人可以属于几个人群，在每个人群里各算一次，所以各人群相加大于合计。人群按服务时登记的算。",
            "城镇与乡村：按村级单位的名称分，居委会、居民委员会、社区算城镇，其余算乡村；不是统计局的城乡分类代码。",
            "人数很少的格子不列，免得看出是谁；能用合计倒推出来的格子也不列。",
            "来源：本系统的服务记录（封存成链，可用 ./kepu services verify 查验）和居民登记，由系统逐条汇总，没有估算。");

    private Method() {}

    public static List<String> sentences() {
        return SENTENCES;
    }
}
