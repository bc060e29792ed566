namespace BintrayPush.Server.Pages;

/// <summary>A package in a list.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Details">What was set for it.</param>
public sealed record PackageLine(PackageAddress Address, PackageDetails Details);
