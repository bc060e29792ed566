using BintrayPush.Storage.S3;

namespace BintrayPush.Cli.Messages;

/// <summary>What can be wrong with a bucket that is pushed to.</summary>
internal static class BucketComplaints
{
    private const string Unfit = "BTP4092";

    /// <summary>The address is wrong. It is not shown, since it may hold a key.</summary>
    public static Problem AddressWrong(BintrayException wrong) =>
        Error("BTP4090", $"{Setting.Url} is no usable address of a bucket: {Words(wrong)}.");

    /// <summary>A file names the bucket, and nobody has said that it is meant.</summary>
    public static Problem Unsaid(string address) => Error(
        "BTP4085",
        $"The receipt names the bucket {address}. A file does not decide who gets requests that are signed with the credentials of this "
            + $"environment: give {Setting.Url} with the same address, if that is the one.");

    /// <summary>It cannot be opened.</summary>
    public static Problem Of(string address, BintrayException failure) => BucketFaults.Of(failure) switch
    {
        BucketFault.Credentials => Error(
            "BTP4077",
            $"The bucket {address} cannot be used with the credentials of this environment, or there are none: {Words(failure)}. Set "
                + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or AWS_PROFILE) to ones that may get, put, list and delete there."),
        BucketFault.Missing => Error(
            "BTP4078", $"There is no bucket {address}: {Words(failure)}. Make it first, or correct {Setting.Url}; a push makes no bucket."),
        BucketFault.Elsewhere => Error(
            "BTP4079",
            $"The engine of the bucket {address} cannot be reached, or the bucket is in another region: {Words(failure)}. Give "
                + "'?endpoint=https://host' or '?region=name' behind the address, or set AWS_ENDPOINT_URL_S3 or AWS_REGION."),
        _ => Error(failure.Message.StartsWith(Unfit, StringComparison.Ordinal) ? Unfit : "BTP4091", $"{Words(failure)}."),
    };

    /// <summary>The store's messages begin with a code, which a problem has apart from its text.</summary>
    private static string Words(BintrayException failure)
    {
        var text = failure.Message.TrimEnd('.');
        return text.StartsWith("BTP", StringComparison.Ordinal) && text.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon
            ? text[(colon + 2)..] : text;
    }

    private static Problem Error(string code, string text) => new(code, Severity.Error, text);
}
