using BintrayPush.BucketConformance;

namespace BintrayPush.Storage.S3.Tests.Conformance;

/// <summary>The service at the other end of the wire, over a bucket: client, server, engine.</summary>
public sealed class BucketServerPlace : StoreServerPlace
{
    protected override string NewAddress() => CephNode.NewAddress();
}
