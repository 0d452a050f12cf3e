package kepu.recommend.train.spark;

import kepu.recommend.train.Gram;
import kepu.recommend.train.GramEngine;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark as a {@link GramEngine}: on this machine, or a cluster of the same release. Its settings are system properties {@code spark.*}. */
public final class SparkEngine implements GramEngine {
    private static final String NAME = "kepu train";
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public Gram open(String master) {
        SparkConf settings =
                new SparkConf().setMaster(master).setAppName(NAME).setIfMissing("spark.ui.enabled", "false");
        if (isHere(master)) {
            settings.setIfMissing("spark.driver.host", LOOPBACK).setIfMissing("spark.driver.bindAddress", LOOPBACK);
        } else {
            settings.setJars(JavaSparkContext.jarOfClass(SparkEngine.class));
        }
        try {
            return new SparkGram(new JavaSparkContext(settings));
        } catch (Exception e) {
            throw SparkGram.failed("Spark cannot be used at " + master, e);
        }
    }

    /** Whether the work is done by threads of this program. */
    private static boolean isHere(String master) {
        return master.equals("local") || master.startsWith("local[");
    }
}
